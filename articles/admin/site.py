"""What the admin calls itself; its header has the site's name (templates/admin/base_site.html)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.index_title = _("Your desk")
admin.site.enable_nav_sidebar = False  # the pages of the desk need the width
