"""Addresses of the account pages."""

from django.urls import path

from publisher import accounts

urlpatterns = [
    path("signup/", accounts.sign_up, name="signup"),
    path("login/", accounts.LogIn.as_view(), name="login"),
    path("logout/", accounts.LogOut.as_view(), name="logout"),
]
