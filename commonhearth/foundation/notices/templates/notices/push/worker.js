"use strict";
// Wakes, and says nothing but that there is something. It keeps no page and answers no request.
self.addEventListener("push", (event) => {
  event.waitUntil(
    self.registration.showNotification({{ _("Something new for you")|tojson }}, {
      tag: "hearth",
      renotify: true,
      data: { to: "/home/" },
    }),
  );
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.to));
});
