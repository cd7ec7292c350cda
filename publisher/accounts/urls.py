"""Addresses of the account pages."""

from django.urls import path

from publisher.accounts import (
    account,
    api_tokens,
    browsers,
    deletion_page,
    email_address,
    late_posts,
    log_in,
    password_reset,
    passwords,
    sign_up,
    time_zone,
)

urlpatterns = [
    path("signup/", sign_up.sign_up, name="signup"),
    path("login/", log_in.LogIn.as_view(), name="login"),
    path("logout/", log_in.LogOut.as_view(), name="logout"),
    path("password-reset/", password_reset.password_reset, name="password_reset"),
    path("password-reset/sent/", password_reset.sent, name="password_reset_sent"),
    path("password-reset/<uidb64>/<token>/", password_reset.ChooseNewPassword.as_view(), name="password_reset_confirm"),
    path("account/", account.account, name="account"),
    path("account/password/", passwords.change_password, name="change_password"),
    path("account/email/", email_address.change_email, name="change_email"),
    path("account/email/confirm/<token>/", email_address.confirm_email, name="email_confirm"),
    path("account/time-zone/", time_zone.time_zone, name="time_zone"),
    path("account/late-posts/", late_posts.late_posts, name="late_posts"),
    path("account/delete/", deletion_page.delete_account, name="delete_account"),
    path("account/tokens/", api_tokens.api_tokens, name="api_tokens"),
    path("account/tokens/<int:pk>/revoke/", api_tokens.revoke_token, name="revoke_token"),
    path("account/browsers/", browsers.browsers, name="browsers"),
    path("account/browsers/end-others", browsers.end_others, name="end_other_browsers"),
    path("account/browsers/<uuid:number>/end", browsers.end, name="end_browser"),
]
