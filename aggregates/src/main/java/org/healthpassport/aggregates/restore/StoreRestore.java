package org.healthpassport.aggregates.restore;

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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Restoration.Lost;
import org.healthpassport.aggregates.head.StreamHeads;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.restore.RestoreReport.Outcome;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.witness.KafkaWitness;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.kafka.KafkaClients;
import org.healthpassport.events.Event;
import org.healthpassport.events.kafka.EventMacs;
import org.jspecify.annotations.Nullable;
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
    private final @Nullable Path folder;
    private final AggregateStore store;
    private final ReactiveMongoTemplate mongo;
    private final KafkaClients clients;
    private final EventMacs macs;
    private final KafkaWitness witness;
    private final Clock clock;

    /**
     * @param restored true if the operator says that the store was restored
     * @param folder for the report
     */
    StoreRestore(
            boolean restored,
            @Nullable Path folder,
            AggregateStore store,
            ReactiveMongoTemplate mongo,
            KafkaClients clients,
            EventMacs macs,
            KafkaWitness witness,
            Clock clock) {
        this.restored = restored;
        this.folder = folder;
        this.store = store;
        this.mongo = mongo;
        this.clients = clients;
        this.macs = macs;
        this.witness = witness;
        this.clock = clock;
    }

    @Override
    public Stage stage() {
        return Stage.RESTORE;
    }

    /** Works on the thread of the start, for as long as it takes. */
    @Override
    public Mono<Void> prepare() {
        return restored ? Mono.fromRunnable(this::bringUp) : Mono.empty();
    }

    private void bringUp() {
        if (folder == null) {
            throw new ConfigurationFailure(
                    "Expected HEALTHPASSPORT_WITNESS_DIR with HEALTHPASSPORT_RESTORE_REASON, but it is not set.");
        }
        try (RestoreReport report = RestoreReport.begin(folder, clock.instant());
                KeptEvents kept = new KeptEvents(clients, macs)) {
            String backup = newestChange();
            Optional<Map<TopicPartition, Long>> seen = witness.seen();
            new Run(report).all(kept);
            boolean covered =
                    seen.filter(before -> isNotBehind(kept.ends(), before)).isPresent() && kept.reachesBackTo(backup);
            if (!covered) {
                secureAll(report);
            }
            witness.replace(kept.ends());
            tell(report, covered);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to use the folder " + folder + ", but it failed.", e);
        }
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
            RestoreReport report, Aggregates<?> kind, String id, List<Event> lost, Mono<Outcome> outcome) {
        outcome.onErrorReturn(CannotBeRead.class, Outcome.UNREADABLE)
                .blockOptional(WITHIN)
                .ifPresent(what -> report.note(kind.collection(), id, lost, what));
    }

    /** One pass over what Kafka keeps. */
    private final class Run {
        private final RestoreReport report;
        /** By the id of the aggregate, and its number. */
        private final Map<String, TreeMap<Long, Event>> lost = new LinkedHashMap<>();

        private int size;

        Run(RestoreReport report) {
            this.report = report;
        }

        void all(KeptEvents kept) {
            kept.read(events -> {
                add(events);
                if (size >= LOST_AT_ONCE) {
                    apply();
                }
            });
            apply();
        }

        private void add(List<Event> events) {
            Map<String, Long> heads = heads(events.stream().map(Event::subject).collect(Collectors.toSet()));
            for (Event event : events) {
                Long sequence = event.sequence();
                if (sequence != null && sequence > heads.getOrDefault(event.subject(), 0L)) {
                    lost.computeIfAbsent(event.subject(), id -> new TreeMap<>()).put(sequence, event);
                    size++;
                }
            }
        }

        private Map<String, Long> heads(Collection<String> ids) {
            Map<String, Long> heads = new HashMap<>();
            for (Aggregates<?> kind : store.all()) {
                for (Document head : stored(kind, ids)) {
                    if (head.get(StreamHeads.LAST) instanceof Long last) {
                        heads.put(head.getString("_id"), last);
                    }
                }
            }
            return heads;
        }

        private List<Document> stored(Aggregates<?> kind, Collection<String> ids) {
            Query heads = query(where("_id").in(ids));
            heads.fields().include(StreamHeads.LAST);
            return Objects.requireNonNull(mongo.find(heads, Document.class, kind.collection())
                    .collectList()
                    .block(WITHIN));
        }

        private void apply() {
            Instant now = clock.instant();
            for (Aggregates<?> kind : store.all()) {
                for (Document head : lost.isEmpty() ? List.<Document>of() : stored(kind, lost.keySet())) {
                    String id = head.getString("_id");
                    List<Event> events = List.copyOf(lost.remove(id).values());
                    note(
                            report,
                            kind,
                            id,
                            events,
                            kind.continueBehind(id, new Lost(events, now))
                                    .map(changed -> changed ? Outcome.APPLIED : Outcome.CONTENT_LOST));
                }
            }
            lost.forEach((id, events) -> report.note(null, id, List.copyOf(events.values()), Outcome.GONE));
            lost.clear();
            size = 0;
        }
    }
}
