from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Finds users by e-mail address, ignoring case."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A user of the admin. Signs in with an e-mail address; there are no user names."""

    username = None
    email = models.EmailField(
        _("e-mail"),
        unique=True,
        error_messages={"unique": _("Somebody with this e-mail address has an account already.")},
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["last_name", "first_name", "email"]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()
        # Django refuses to send a mail whose subject has a line break, and Wagtail's notices have names there.
        self.first_name, self.last_name = (
            " ".join(name.split()) for name in (self.first_name, self.last_name)
        )

    def authenticators_to_sign_in(self):
        """The apps with codes and security keys; recovery codes stand in for these."""
        return self.authenticator_set.exclude(type="recovery_codes")

    @property
    def has_second_factor(self) -> bool:
        return self.authenticators_to_sign_in().exists()

    def get_session_auth_hash(self):
        """Ends all sessions when a second factor comes or goes, as with a new password (ASVS 7.4.3)."""
        return self.bound_to_factors(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        return map(self.bound_to_factors, super().get_session_auth_fallback_hash())

    def bound_to_factors(self, session_hash):
        return f"{session_hash} with a second factor" if self.has_second_factor else session_hash
