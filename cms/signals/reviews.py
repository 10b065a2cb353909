"""Sends one mail per review: Wagtail sends administrators two, for the workflow and for its first task."""

from wagtail.models import WorkflowState
from wagtail.signals import workflow_submitted

# The dispatch_uid of Wagtail's handler; the first handler with this uid stays connected.
DISPATCH_UID = "workflow_state_submitted_email_notification"


def send_nothing(**kwargs):
    """Does nothing: the mail for the task goes to the same people."""


def connect():
    workflow_submitted.connect(send_nothing, sender=WorkflowState, dispatch_uid=DISPATCH_UID)
