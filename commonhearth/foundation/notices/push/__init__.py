"""Waking a device of somebody who chose it: Web Push without content, so that nobody on the way reads anything.

    push.wake(people, now=now)      # in the transaction of what happened; each device gets one job

What goes out is one empty request to the push service that the person's own browser named. It says that
there is something, not what, where or from whom. Off until somebody switches it on, device by device.
"""

from commonhearth.foundation.notices.push.devices import add_device, devices_of, end_device, wake

__all__ = ["add_device", "devices_of", "end_device", "wake"]
