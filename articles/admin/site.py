"""What the admin calls itself and the parts that others wrote.

Its header has the site's name (templates/admin/base_site.html).
"""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.index_title = _("Your desk")
admin.site.enable_nav_sidebar = False  # the pages of the desk need the width

PARTS = {"auth": _("People"), "taggit": _("Tags")}
for part, name in PARTS.items():
    apps.get_app_config(part).verbose_name = name
