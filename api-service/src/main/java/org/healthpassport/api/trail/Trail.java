package org.healthpassport.api.trail;

import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.trail.receipt.LoggedEntries;
import org.healthpassport.api.trail.row.CatchingUp;
import org.healthpassport.api.trail.row.JustSaved;
import org.healthpassport.api.trail.row.ListedLook;
import org.healthpassport.api.trail.row.Look;
import org.healthpassport.api.trail.row.TrailRefusal;
import org.healthpassport.api.trail.row.TrailRow;
import org.healthpassport.api.trail.row.TrailRows;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows the trail of a patient to whoever may decide about consents. That is a look like any other, and is in the list. */
@Component
class Trail {
    private static final String RESOURCE_TYPE = "ACCESS";

    private final PatientAccess access;
    private final JustSaved justSaved;
    private final CatchingUp catchingUp;
    private final TrailRows rows;
    private final NamingActors names;
    private final LoggedEntries logged;
    private final UnreadableAlarm alarm;

    Trail(
            PatientAccess access,
            JustSaved justSaved,
            CatchingUp catchingUp,
            TrailRows rows,
            NamingActors names,
            LoggedEntries logged,
            UnreadableAlarm alarm) {
        this.access = access;
        this.justSaved = justSaved;
        this.catchingUp = catchingUp;
        this.rows = rows;
        this.names = names;
        this.logged = logged;
        this.alarm = alarm;
    }

    /**
     * A page of everything that was done or tried, with what this instance recorded before; refused with
     * {@link TrailRefusal.Behind} if something older than moments may be missing.
     *
     * @param from the earliest time; null for all
     * @param to the time before which it was; null for all
     */
    Mono<Page<TrailEntry>> list(
            Caller caller, String patientId, @Nullable Instant from, @Nullable Instant to, PageRequest page) {
        DataRequest listed = DataRequest.list(AccessScope.CONSENT, patientId, RESOURCE_TYPE);
        return access.list(
                        caller,
                        listed,
                        grant -> justSaved
                                .intoTrailOf(patientId)
                                .then(Mono.fromRunnable(() -> catchingUp.requireComplete(justSaved.keptSince())))
                                .then(Mono.defer(() -> page(grant, from, to, page)))
                                .flux())
                .single();
    }

    private Mono<Page<TrailEntry>> page(Grant grant, @Nullable Instant from, @Nullable Instant to, PageRequest page) {
        return rows.list(grant, from, to, page.after(), page.limit() + 1)
                .collectList()
                .map(oneMore -> Page.of(oneMore, page, ListedLook::position, found -> found))
                .doOnNext(found -> alarm.requireFew(
                        found.items().stream().map(ListedLook::row).toList()))
                .flatMap(found -> shown(grant, found));
    }

    private Mono<Page<TrailEntry>> shown(Grant grant, Page<ListedLook> page) {
        List<Look> looks = page.items().stream()
                .flatMap(listed -> listed.row().ifReadable().stream())
                .map(TrailRow::look)
                .toList();
        List<String> eventIds = looks.stream().map(Look::eventId).toList();
        return Mono.zip(
                names.of(grant, looks),
                logged.indexes(grant.patientFor(AccessScope.CONSENT), eventIds),
                (named, indexes) -> page.map(listed -> listed.row()
                        .fold(
                                row -> TrailItem.of(row, named, indexes),
                                unreadable -> UnreadableItem.of(listed, unreadable))));
    }
}
