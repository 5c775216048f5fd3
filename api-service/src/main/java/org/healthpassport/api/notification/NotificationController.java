package org.healthpassport.api.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/me/notifications}: what an account is told. */
@RestController
class NotificationController {
    private final Notifications notifications;
    private final AccessLog accessLog;
    private final PageAnswers answers;
    private final UnreadableAlarm alarm;

    NotificationController(
            Notifications notifications, AccessLog accessLog, PageAnswers answers, UnreadableAlarm alarm) {
        this.notifications = notifications;
        this.accessLog = accessLog;
        this.answers = answers;
        this.alarm = alarm;
    }

    @Operation(summary = "List the notifications", description = "Newest first, of the last 180 days.")
    @GetMapping("/api/me/notifications")
    Mono<ResponseEntity<Page<NotificationEntry>>> list(
            Caller caller,
            @Parameter(description = "true for those that are not marked as read") @RequestParam(defaultValue = "false")
                    boolean unread,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return notifications
                .list(caller.accountId(), unread, page.after(), page.limit() + 1)
                .collectList()
                .map(oneMore ->
                        Page.of(oneMore, page, Notifications.Listed::position, Notifications.Listed::notification))
                .doOnNext(found -> alarm.requireFew(found.items()))
                .map(found ->
                        found.map(one -> one.<NotificationEntry>fold(NotificationView::of, UnreadableNotification::of)))
                .map(found -> answers.answer(request, found));
    }

    @Operation(summary = "Mark a notification as read")
    @PostMapping("/api/me/notifications/{notificationId}/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> markRead(Caller caller, @PathVariable String notificationId) {
        return notifications
                .markRead(caller.accountId(), notificationId)
                .filter(found -> found)
                .switchIfEmpty(Mono.defer(() ->
                        accessLog.deny(DenialReason.NOT_PERMITTED, new NotificationRefusal.Unknown().asException())))
                .then();
    }
}
