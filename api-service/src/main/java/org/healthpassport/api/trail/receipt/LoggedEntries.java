package org.healthpassport.api.trail.receipt;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.edge.token.LogReading;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The entries of the audit log, as audit-service tells them. Callers decide before who may learn what. */
@Component
public final class LoggedEntries {
    private static final int MOST_AT_ONCE = 500;

    private final AuditService audit;

    LoggedEntries(AuditService audit) {
        this.audit = audit;
    }

    private record Wanted(Collection<String> eventIds) {}

    private record Found(@Nullable Map<String, Long> indexes) {
        Map<String, Long> and(Map<String, Long> others) {
            Map<String, Long> all = new HashMap<>(others);
            if (indexes != null) {
                all.putAll(indexes);
            }
            return all;
        }
    }

    /**
     * The indexes in the log of events about a patient, by event id. Events that are not in the log, or whose entries are not
     * signed yet, are absent; so are all if audit-service does not answer in time. Each index has a receipt.
     */
    public Mono<Map<String, Long>> indexes(String patientId, Collection<String> eventIds) {
        return Flux.fromIterable(Set.copyOf(eventIds))
                .buffer(MOST_AT_ONCE)
                .concatMap(some -> audit.ask(
                        new LogReading.OfPatient(patientId),
                        client -> client.post().uri("/internal/log/indexes").bodyValue(new Wanted(some)),
                        Found.class))
                .reduce(Map.<String, Long>of(), (before, found) -> found.and(before))
                .onErrorResume(Refused.class, away -> Mono.just(Map.of()));
    }

    /**
     * An auditor's request about a patient, which audit-service recorded in the log itself. It is on no topic.
     *
     * @param type CloudEvents type, which tells a denied request from another one
     * @param action C, R, U, D or E
     * @param outcome 0, 4, 8 or 12
     * @param patient pseudonym of the patient, that of the patient's audit keys
     * @param requestId the id of the request, which an event about it in this service has as well; null if it cannot be read
     */
    public record LookUp(
            long index,
            String eventId,
            Instant time,
            String type,
            String action,
            int outcome,
            String actor,
            String actorRole,
            String patient,
            @Nullable String requestId) {}

    /**
     * Auditors' requests about patients in a part of the log.
     *
     * @param found in the order of the log
     * @param lastIndex of the part; the next part begins after it. The same as was asked for if the log has no more entries.
     */
    public record LookUps(List<LookUp> found, long lastIndex) {}

    private record FoundLookUps(List<LookUp> lookUps, long next) {}

    /**
     * Auditors' requests in the next part of the log; a part can be without any. Only signed entries are looked at.
     *
     * @param afterIndex -1 for the beginning of the log
     * @param limit at most 500
     * @return fails if audit-service does not answer in time, or there is none
     */
    public Mono<LookUps> lookUps(long afterIndex, int limit) {
        String uri = UriComponentsBuilder.fromPath("/internal/log/look-ups")
                .queryParam("from", afterIndex + 1)
                .queryParam("limit", limit)
                .toUriString();
        return audit.ask(new LogReading.OfLookUps(), client -> client.get().uri(uri), FoundLookUps.class)
                .map(found -> new LookUps(found.lookUps(), found.next() - 1));
    }
}
