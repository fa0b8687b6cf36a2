"""Text messages by the operator's own gateway, for whoever chose to be woken by one and confirmed their number.

    waking.wake(member_ids, now=now)            # in the transaction of what happened; one job each
    numbers.give_number(actor=member, ...)      # then a code goes there, and comes back by confirm_number

What arrives says that there is something, under the name the member chose, and not what, where or from whom.
Without a gateway (`HEARTH_SMS_URL`) nothing is written and no page speaks of it. See docs/adr/0029-text-messages.md.
"""
