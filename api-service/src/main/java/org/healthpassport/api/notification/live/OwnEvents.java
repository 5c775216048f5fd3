package org.healthpassport.api.notification.live;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.LiveToken;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.identity.token.LiveTokens;
import org.healthpassport.api.notification.NotificationView;
import org.healthpassport.api.notification.Notifications;
import org.healthpassport.api.record.HealthRecords;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Streams of the events of a caller's own account, of the patients whose data the caller may read, and of those that name
 * the caller. Each event about a patient is decided about when it is sent.
 *
 * <pre>
 *   events that were missed (PastEvents) --then--> new ones (EventFeed, from where the stream joined it)
 *        --> may the caller see it? --> text with the position behind it
 *   ends with: the token, the session, the account (LiveTokens); a client that is too slow, or that misses more than
 *     can be read in a minute; the connection
 * </pre>
 */
@Component
final class OwnEvents {
    private static final Duration RETRY = Duration.ofSeconds(3);
    /** Longer than Kafka keeps events, which is what bounds a position. */
    private static final Duration POSITIONS_OPEN_FOR = Duration.ofDays(400);
    /** Each waits for a client that does not read; the network holds some more. */
    private static final int PREFETCH = 16;

    private final EventFeed feed;
    private final PastEvents past;
    private final OpenStreams streams;
    private final PatientAccess access;
    private final HealthRecords records;
    private final LiveTokens tokens;
    private final Notifications notifications;
    private final SealedTokens<EventPosition.Sealed> positions;
    private final Clock clock;

    OwnEvents(
            EventFeed feed,
            PastEvents past,
            OpenStreams streams,
            PatientAccess access,
            HealthRecords records,
            LiveTokens tokens,
            Notifications notifications,
            SealedTokens<EventPosition.Sealed> eventPositions,
            Clock clock) {
        this.feed = feed;
        this.past = past;
        this.streams = streams;
        this.access = access;
        this.records = records;
        this.tokens = tokens;
        this.notifications = notifications;
        this.positions = eventPositions;
        this.clock = clock;
    }

    /**
     * Sends a stream until it ends; refused with an {@link EventRefusal} before its first byte.
     *
     * @param lastEventId the position after which it begins; null for the events from now on
     */
    Mono<Void> send(LiveToken token, @Nullable String lastEventId, ServerHttpResponse response) {
        String accountId = token.caller().accountId();
        return streams.in(
                accountId,
                Mono.usingWhen(
                        Mono.fromCallable(() -> feed.join(new LiveQueue(new Interests(token.caller())))),
                        queue -> begin(queue, token, lastEventId, response),
                        queue -> Mono.fromRunnable(() -> feed.leave(queue))));
    }

    /** Collects events only once it is known whose they can be; the queue listens for rights that are given meanwhile. */
    private Mono<Void> begin(
            LiveQueue queue, LiveToken token, @Nullable String lastEventId, ServerHttpResponse response) {
        Interests interests = queue.interests();
        String accountId = interests.caller().accountId();
        EventPosition last = lastEventId == null ? null : position(lastEventId, accountId);
        return access.patientsOf(interests.caller())
                .collectList()
                .map(patients -> {
                    interests.know(patients);
                    return feed.open(queue);
                })
                .flatMap(now -> {
                    EventPosition from = last == null ? now : last;
                    Function<Flux<FeedItem>, Mono<Void>> stream =
                            missed -> write(new Stream(queue, missed, from, accountId), token, response);
                    // Most clients come back before anything has happened.
                    return from.equals(now)
                            ? stream.apply(Flux.empty())
                            : past.read(accountId, from, now, interests, stream);
                });
    }

    private EventPosition position(String lastEventId, String accountId) {
        return positions
                .open(lastEventId, accountId)
                .map(EventPosition.Sealed::position)
                .orElseThrow(new EventRefusal.UnknownPosition()::asException);
    }

    private Mono<Void> write(Stream stream, LiveToken token, ServerHttpResponse response) {
        Flux<String> texts = stream.texts()
                .takeUntilOther(tokens.end(token))
                // The client can resume; the deadlines of its connection end it if it takes nothing at all.
                .takeUntilOther(stream.queue.overflow().doOnTerminate(streams::countCut))
                .onErrorComplete(TimeoutException.class);
        return response.writeAndFlushWith(texts.map(text -> Mono.just(buffer(text, response))));
    }

    private static DataBuffer buffer(String text, ServerHttpResponse response) {
        return response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** True if the caller may see that it happened; false if the rights cannot be read, as the stream must go on. */
    private Mono<Boolean> maySee(Caller caller, FeedItem.Fed fed) {
        Event event = fed.event();
        return event.type().topic() == Topics.IDENTITY || fed.audience().names(caller)
                ? Mono.just(true)
                : access.allows(
                                caller,
                                event.key(),
                                EventAudience.scopeOf(event.type()),
                                grant -> isThere(grant, event))
                        .onErrorResume(CannotBeRead.class, alarmed -> Mono.just(false));
    }

    /** An event about a record that is hidden from somebody is kept from them, too, and so is that it was hidden. */
    private Mono<Boolean> isThere(Grant grant, Event event) {
        return switch (event.type()) {
            case RECORD_CREATED, RECORD_AMENDED, RECORD_DELETED, RECORD_ANNOTATED ->
                records.isThere(grant, event.subject());
            case RECORD_HIDDEN, RECORD_SHOWN -> records.isThereEvenHidden(grant, event.subject());
            default -> Mono.just(true);
        };
    }

    /** The notification itself, in place of a reference to it; empty for other events, and if it cannot be read. */
    private Mono<NotificationView> notification(Event event) {
        return event.type() == EventType.NOTIFICATION_ADDED
                ? notifications.view(event.key(), event.subject())
                : Mono.empty();
    }

    /** One stream; its parts run one after the other. */
    private final class Stream {
        private static final int REMEMBERED = 256;

        private final LiveQueue queue;
        private final Flux<FeedItem> missed;
        private final String accountId;
        private final Map<String, Boolean> recent = new LinkedHashMap<>();
        private EventPosition position;

        /** @param missed what happened after {@code from} and is not in the queue */
        Stream(LiveQueue queue, Flux<FeedItem> missed, EventPosition from, String accountId) {
            this.queue = queue;
            this.missed = missed;
            this.position = from;
            this.accountId = accountId;
        }

        Flux<String> texts() {
            Caller caller = queue.interests().caller();
            return missed.concatWith(queue.items())
                    // The feed must not do the work of streams.
                    .publishOn(Schedulers.parallel(), PREFETCH)
                    .concatMap(item -> text(caller, item), 1)
                    .startWith(Mono.fromSupplier(() -> EventText.begin(id(), RETRY)));
        }

        private Mono<String> text(Caller caller, FeedItem item) {
            if (item instanceof FeedItem.Mark mark) {
                position = position.furthest(mark.position());
                return Mono.fromSupplier(() -> EventText.keepAlive(id()));
            }
            FeedItem.Fed fed = (FeedItem.Fed) item;
            // An instance can be behind the one that the stream was at before.
            if (fed.offset() < position.of(fed.partition())) {
                return Mono.empty();
            }
            position = position.behind(fed.partition(), fed.offset());
            if (!queue.interests().include(fed) || isKnown(fed.event().id())) {
                return Mono.empty();
            }
            return maySee(caller, fed)
                    .filter(seen -> seen)
                    .flatMap(seen -> notification(fed.event())
                            .map(shown -> EventText.of(id(), fed.event(), shown))
                            .switchIfEmpty(Mono.fromSupplier(() -> EventText.of(id(), fed.event(), null))))
                    .doOnNext(text -> streams.countSent());
        }

        /** The relay sends an event again if it does not learn that Kafka has it. */
        private boolean isKnown(String eventId) {
            if (recent.putIfAbsent(eventId, true) != null) {
                return true;
            }
            if (recent.size() > REMEMBERED) {
                recent.remove(recent.keySet().iterator().next());
            }
            return false;
        }

        private String id() {
            return positions.seal(position.sealed(clock.instant().plus(POSITIONS_OPEN_FOR)), accountId);
        }
    }
}
