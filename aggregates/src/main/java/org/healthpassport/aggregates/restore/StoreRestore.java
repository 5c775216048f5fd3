package org.healthpassport.aggregates.restore;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Restoration.Lost;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.restore.RestoreReport.Outcome;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.witness.KafkaWitness;
import org.healthpassport.aggregates.witness.StoreWitness;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.stream.StreamKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/**
 * The work of a start after a restore. What Kafka has of an aggregate beyond its head was lost: its head goes on behind that,
 * and its state follows as far as the events say what it was. If Kafka does not have all events since the backup either, links
 * are paused and all tokens end. Done again, it changes nothing more.
 */
final class StoreRestore implements PreparationStep {
    private static final Logger log = LoggerFactory.getLogger(StoreRestore.class);
    private static final Duration WITHIN = Duration.ofMinutes(1);
    /** Applied when there are as many, to bound the memory. */
    private static final int LOST_AT_ONCE = 20_000;

    private final boolean restored;
    private final AggregateStore store;
    private final ReactiveMongoTemplate mongo;
    private final KafkaClients clients;
    private final EventMacs macs;
    private final KafkaWitness kafkaWitness;
    private final StoreWitness storeWitness;
    private final Clock clock;

    /**
     * @param restored true if the operator says that the store was restored
     * @param storeWitness in whose folder the report is written
     */
    StoreRestore(
            boolean restored,
            AggregateStore store,
            ReactiveMongoTemplate mongo,
            KafkaClients clients,
            EventMacs macs,
            KafkaWitness kafkaWitness,
            StoreWitness storeWitness,
            Clock clock) {
        this.restored = restored;
        this.store = store;
        this.mongo = mongo;
        this.clients = clients;
        this.macs = macs;
        this.kafkaWitness = kafkaWitness;
        this.storeWitness = storeWitness;
        this.clock = clock;
    }

    @Override
    public Stage stage() {
        return Stage.RESTORE;
    }

    /** Works on the thread of the start, for as long as it takes. */
    @Override
    public Mono<Void> prepare() {
        return Mono.<Void>fromRunnable(restored ? this::bringUp : this::refuseOlderStore)
                // From the first moment on, not from the first sweep on.
                .then(storeWitness.sweep().onErrorResume(UncheckedIOException.class, StoreRestore::tellNotMarked));
    }

    /** A full disk is no reason not to start; the next sweep tries again. */
    private static Mono<Void> tellNotMarked(UncheckedIOException failure) {
        log.warn("Expected to write {}, but it failed: {}", StoreWitness.NAME, String.valueOf(failure.getCause()));
        return Mono.empty();
    }

    /** Demands a store that was not put back: links that were revoked since the backup would be open again. */
    private void refuseOlderStore() {
        try {
            if (storeWitness.isStoreOlder()) {
                throw new ConfigurationFailure(
                        "Expected MongoDB to be as new as when this service ran last, but it is older. If you restored it, start once with HEALTHPASSPORT_RESTORE_REASON (docs/restore.md); if not, somebody else put it back.");
            }
        } catch (IOException e) {
            throw new ConfigurationFailure(
                    "Expected to know from %s how new MongoDB was when this service ran last, but it failed: %s Put the file back, or remove it to start without that check."
                            .formatted(StoreWitness.NAME, e.getMessage()),
                    e);
        }
    }

    private void bringUp() {
        Path folder = storeWitness
                .folder()
                .orElseThrow(() -> new ConfigurationFailure(
                        "Expected HEALTHPASSPORT_WITNESS_DIR with HEALTHPASSPORT_RESTORE_REASON, but it is not set."));
        try (RestoreReport report = RestoreReport.begin(folder, clock.instant());
                KeptEvents kept = new KeptEvents(clients, macs)) {
            String backup = newestChange();
            Optional<Map<TopicPartition, Long>> seen = kafkaWitness.seen();
            LoggedEvents logged = new LoggedEvents(folder);
            new Run(report).all(logged, kept);
            boolean covered =
                    seen.filter(before -> isNotBehind(kept.ends(), before)).isPresent()
                            && kept.reachesBackTo(later(backup, logged.completeBefore()));
            if (!covered) {
                secureAll(report);
            }
            kafkaWitness.replace(kept.ends());
            storeWitness.forget();
            tell(report, covered);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to use the folder " + folder + ", but it failed.", e);
        }
    }

    private static String later(String minute, Optional<String> other) {
        return other.filter(another -> another.compareTo(minute) > 0).orElse(minute);
    }

    private static boolean isNotBehind(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> seen) {
        return seen.entrySet().stream().allMatch(place -> ends.getOrDefault(place.getKey(), -1L) >= place.getValue());
    }

    private static void tell(RestoreReport report, boolean covered) {
        if (!covered) {
            log.warn(
                    "Nobody knows which events were lost since the backup, as Kafka does not have all of them either: {} links were paused or accounts signed out; docs/restore.md says what to check",
                    report.count(Outcome.CLOSED));
        }
        if (report.all() == 0) {
            log.info("The store has all events that Kafka has; nothing was to be brought up");
        } else {
            log.warn(
                    "The store was brought up to the events since its backup: {} entries follow from them, {} lost content, {} are gone, {} cannot be read; all are listed in {}",
                    report.count(Outcome.APPLIED),
                    report.count(Outcome.CONTENT_LOST),
                    report.count(Outcome.GONE),
                    report.count(Outcome.UNREADABLE),
                    report.file());
        }
    }

    /** The minute of the newest change that the store has. */
    private String newestChange() {
        return store.all().stream()
                .flatMap(kind -> newestChange(kind).stream())
                .max(String::compareTo)
                .orElse("");
    }

    private Optional<String> newestChange(Aggregates<?> kind) {
        Query newest = new Query()
                .with(Sort.by(Sort.Direction.DESC, StreamHeads.CHANGED))
                .limit(1);
        newest.fields().include(StreamHeads.CHANGED);
        return mongo.findOne(newest, Document.class, kind.collection())
                .mapNotNull(found -> found.getString(StreamHeads.CHANGED))
                .blockOptional(WITHIN);
    }

    private void secureAll(RestoreReport report) {
        Instant now = clock.instant();
        for (Aggregates<?> kind : store.all()) {
            if (kind.isUncertainWithoutEvents()) {
                Query all = new Query();
                all.fields().include("_id");
                List<String> ids = mongo.find(all, Document.class, kind.collection())
                        .map(document -> String.valueOf(document.get("_id")))
                        .collectList()
                        .block(WITHIN);
                for (String id : Objects.requireNonNull(ids)) {
                    note(
                            report,
                            kind,
                            id,
                            List.of(),
                            kind.secure(id, now).filter(changed -> changed).map(changed -> Outcome.CLOSED));
                }
            }
        }
    }

    private static void note(
            RestoreReport report, Aggregates<?> kind, String id, List<LostEvent> lost, Mono<Outcome> outcome) {
        outcome.onErrorReturn(CannotBeRead.class, Outcome.UNREADABLE)
                .blockOptional(WITHIN)
                .ifPresent(what -> report.note(kind.collection(), id, lost, what));
    }

    /** One pass over what Kafka keeps. */
    private final class Run {
        private final RestoreReport report;
        /** By the name of the collection, the id of the aggregate, and its number: aggregates of two kinds may have one id. */
        private final Map<String, Map<String, TreeMap<Long, LostEvent>>> lost = new HashMap<>();

        private int size;

        Run(RestoreReport report) {
            this.report = report;
        }

        /** Kafka is read after the copy of the log, so that its events, which have payloads, take the places of those in the copy. */
        void all(LoggedEvents logged, KeptEvents kept) throws IOException {
            logged.read(this::add);
            kept.read(this::add);
            apply();
        }

        private void add(List<LostEvent> events) {
            events.stream().collect(groupingBy(StoreRestore::collectionOf)).forEach(this::add);
            if (size >= LOST_AT_ONCE) {
                apply();
            }
        }

        private void add(String collection, List<LostEvent> events) {
            Map<String, Long> heads =
                    heads(collection, events.stream().map(LostEvent::subject).collect(toSet()));
            for (LostEvent event : events) {
                if (event.sequence() > heads.getOrDefault(event.subject(), 0L)) {
                    lost.computeIfAbsent(collection, any -> new LinkedHashMap<>())
                            .computeIfAbsent(event.subject(), any -> new TreeMap<>())
                            .put(event.sequence(), event);
                    size++;
                }
            }
        }

        /** The number of the last event that the store has, of those that it has. */
        private Map<String, Long> heads(String collection, Collection<String> ids) {
            Query heads = query(where("_id").in(ids));
            heads.fields().include(StreamHeads.LAST);
            Map<String, Long> found = mongo.find(heads, Document.class, collection)
                    .filter(head -> head.get(StreamHeads.LAST) instanceof Long)
                    .collectMap(head -> head.getString("_id"), head -> head.getLong(StreamHeads.LAST))
                    .block(WITHIN);
            return Objects.requireNonNull(found);
        }

        private Set<String> present(String collection, Collection<String> ids) {
            Query present = query(where("_id").in(ids));
            present.fields().include("_id");
            return Objects.requireNonNull(mongo.find(present, Document.class, collection)
                    .map(head -> head.getString("_id"))
                    .collect(toSet())
                    .block(WITHIN));
        }

        private void apply() {
            for (Aggregates<?> kind : store.all()) {
                apply(kind, lost.getOrDefault(kind.collection(), Map.of()));
            }
            lost.clear();
            size = 0;
        }

        private void apply(Aggregates<?> kind, Map<String, TreeMap<Long, LostEvent>> ofKind) {
            Instant now = clock.instant();
            Set<String> there = present(kind.collection(), ofKind.keySet());
            ofKind.forEach((id, numbered) -> {
                List<LostEvent> events = List.copyOf(numbered.values());
                if (there.contains(id)) {
                    Mono<Outcome> outcome = kind.continueBehind(id, new Lost(events, now))
                            .map(changed -> changed ? Outcome.APPLIED : Outcome.CONTENT_LOST);
                    note(report, kind, id, events, outcome);
                } else {
                    report.note(kind.collection(), id, events, Outcome.GONE);
                }
            });
        }
    }

    /** Empty for an event that is not about an aggregate. */
    private static String collectionOf(LostEvent event) {
        return StreamKind.of(event.type()).map(StreamKind::collection).orElse("");
    }
}
