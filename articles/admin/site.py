"""What the admin calls itself."""

from django.conf import settings
from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

admin.site.site_header = admin.site.site_title = format_lazy(
    _("{name} staff"), name=settings.SITE_NAME
)
admin.site.index_title = _("Your desk")
