package org.healthpassport.api.document.moving;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.api.document.upkeep.StoreLease;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.objects.StoreCheck;
import org.healthpassport.vault.object.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Moves documents while the service runs. The documents themselves tell what is left to do, so a move goes on after a
 * restart, on whichever instance gets the lease and has the same settings.
 */
@Component
class Moving implements Sweep {
    private static final Logger log = LoggerFactory.getLogger(Moving.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int AT_ONCE = 4;

    private final Moves moves;
    private final KeptDocuments documents;
    private final DocumentStores stores;
    private final ObjectMove objects;
    private final StoreLease lease;
    private final Scheduler blocking;
    private final Clock clock;

    Moving(
            Moves moves,
            KeptDocuments documents,
            DocumentStores stores,
            StoreLease lease,
            Scheduler storeScheduler,
            Clock clock) {
        this.moves = moves;
        this.documents = documents;
        this.stores = stores;
        this.lease = lease;
        this.blocking = storeScheduler;
        this.objects = new ObjectMove(documents, stores, storeScheduler);
        this.clock = clock;
    }

    /** Fails with {@link MoveRefusal.AlreadyRunning} if a move is running. */
    Mono<Void> requireNoneRuns() {
        return moves.newest()
                .filter(move -> move.state() == Move.State.RUNNING)
                .flatMap(running -> Mono.error(new MoveRefusal.AlreadyRunning()::asException));
    }

    /** Starts a move; fails with {@link MoveRefusal.AlreadyRunning} if one is running. */
    Mono<MoveView> start(String moveId) {
        return left().flatMap(total -> moves.begin(Move.started(moveId, now(), total, targets())))
                .flatMap(this::view);
    }

    /** The newest move, and where documents lie now. */
    Mono<MoveView> newest() {
        return moves.newest().flatMap(this::view).switchIfEmpty(Mono.defer(() -> places().map(MoveView::never)));
    }

    @Override
    public String what() {
        return "the documents in former stores";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return moves.newest()
                .filter(move ->
                        move.state() == Move.State.RUNNING && move.targets().equals(targets()))
                .flatMap(move -> lease.during(pass(move)));
    }

    private Mono<Void> pass(Move move) {
        return Flux.fromIterable(formerStores())
                .concatMap(this::empty)
                .reduce(0L, Long::sum)
                .flatMap(failed -> left().flatMap(left -> left > failed ? Mono.empty() : end(move.ended(now(), left))));
    }

    private Mono<Void> end(Move move) {
        log.info(
                "{} of {} documents were moved to the stores for new documents",
                move.total() - Math.min(move.total(), move.failed()),
                move.total());
        return moves.end(move);
    }

    /** The number of documents that could not be moved. */
    private Mono<Long> empty(ObjectStore former) {
        return aliasesOf(former)
                .flatMap(same -> documents
                        .in(former.label())
                        .flatMap(listed -> moved(listed, former, same), AT_ONCE)
                        .filter(moved -> !moved)
                        .count());
    }

    private Mono<Boolean> moved(ListedAggregate<DocumentState> listed, ObjectStore former, Set<ObjectStore> same) {
        return listed.aggregate()
                .fold(document -> objects.move(document.id(), document.state(), former, same), unreadable -> {
                    log.warn(
                            "Expected to move document {}, but it cannot be read; it stays where it is",
                            unreadable.id());
                    return Mono.just(false);
                });
    }

    /** The stores for new documents that are this one by another name. */
    private Mono<Set<ObjectStore>> aliasesOf(ObjectStore former) {
        return Flux.fromIterable(stores.forNew())
                .filterWhen(store -> Mono.fromCallable(() -> StoreCheck.areOne(store, former))
                        .subscribeOn(blocking))
                .collect(Collectors.toSet());
    }

    private List<String> targets() {
        return stores.forNew().stream().map(ObjectStore::label).toList();
    }

    private List<ObjectStore> formerStores() {
        List<ObjectStore> forNew = stores.forNew();
        return stores.all().stream().filter(store -> !forNew.contains(store)).toList();
    }

    private Mono<Long> left() {
        return places().map(places -> places.stream()
                .filter(place -> place.use() == StorePlace.Use.FORMER)
                .mapToLong(StorePlace::documents)
                .sum());
    }

    private Mono<MoveView> view(Move move) {
        return places().map(places -> MoveView.of(move, places));
    }

    private Mono<List<StorePlace>> places() {
        return documents
                .stores()
                .mergeWith(Flux.fromIterable(stores.all()).map(ObjectStore::label))
                .distinct()
                .sort()
                .concatMap(label -> documents.countIn(label).map(count -> new StorePlace(label, use(label), count)))
                .collectList();
    }

    private StorePlace.Use use(String label) {
        return stores.labelled(label)
                .map(store -> stores.forNew().contains(store) ? StorePlace.Use.NEW : StorePlace.Use.FORMER)
                .orElse(StorePlace.Use.UNKNOWN);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
