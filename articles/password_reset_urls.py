"""Django's pages of a new password: of one that was forgotten, and of one's own.

The admin names the latter, whose address is taken here before it gets there.
"""

from django.contrib import admin
from django.contrib.auth.views import PasswordResetCompleteView, PasswordResetDoneView
from django.urls import path
from django.utils.translation import gettext_lazy as _

from .admin.people import own_password
from .password_reset import MailView, NewPasswordView, private_page

ask = private_page(MailView.as_view())
sent = private_page(PasswordResetDoneView.as_view(title=_("Look into your mail")))
confirm = private_page(NewPasswordView.as_view())
complete = private_page(PasswordResetCompleteView.as_view(title=_("Your new password is set")))

urlpatterns = [
    path("password_change/", admin.site.admin_view(own_password, cacheable=True)),
    path("password_reset/", ask, name="admin_password_reset"),
    path("password_reset/done/", sent, name="password_reset_done"),
    path("reset/<uidb64>/<token>/", confirm, name="password_reset_confirm"),
    path("reset/done/", complete, name="password_reset_complete"),
]
