"""What can be wrong with the replica, several hosts and the caches before the site: as in `diagnoses`."""

import http.client

from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext as _

from .checks import UnhealthyError, check_replica
from .purging import purge

CAN_BE_WRITTEN = {"read-write", "primary"}


def replica_is_away():
    try:
        check_replica()
    except UnhealthyError:
        return None  # `replica_does_not_follow` says so
    except Error:
        return _("The replica does not answer. Start it, or mend or empty DATABASE_REPLICA_URL.")
    return None


def replica_does_not_follow():
    try:
        check_replica()
    except UnhealthyError:
        return _("The replica does not follow the primary, so nobody reads from it. Look at its log.")
    except Error:
        return None  # `replica_is_away` says so
    return None


def any_host_will_do():
    options = connection.settings_dict["OPTIONS"]
    if "," in str(options.get("host", "")) and options.get("target_session_attrs") not in CAN_BE_WRITTEN:
        return _(
            "DATABASE_URL names several hosts. Add target_session_attrs=read-write, or a replica is written to."
        )
    return None


def caches_cannot_be_purged():
    for address in settings.PURGE_URLS:
        try:
            purge(address)
        except (OSError, http.client.HTTPException):
            return (
                _("The cache at %s can't be purged. Look at PURGE_URLS, and at who may purge there.")
                % address
            )
    return None


OF_REPLICA = [replica_is_away, replica_does_not_follow, any_host_will_do]
OF_CACHES = [caches_cannot_be_purged]
