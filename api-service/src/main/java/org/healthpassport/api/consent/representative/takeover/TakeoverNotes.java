package org.healthpassport.api.consent.representative.takeover;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notes of the takeovers under way: each attempt to begin one writes the note right before its commit, and it is removed after
 * the last step, so that none stays half done. The time of an attempt is its name: whoever removes a note names the attempt
 * that they have seen to the end, and a later attempt keeps its own.
 */
@Component
class TakeoverNotes {
    private static final String COLLECTION = "unfinishedTakeovers";
    private static final String ACCOUNT = "accountId";
    private static final String INVITATION = "invitationId";
    private static final String REQUEST = "requestId";
    private static final String STARTED = "startedAt";

    private final ReactiveMongoTemplate mongo;

    TakeoverNotes(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Writes the note of a request, in the place of any other one for the same account and invitation. */
    Mono<Void> begin(Note note, String requestId, Instant now) {
        return mongo.upsert(
                        query(where("_id").is(note.id())),
                        Update.update(ACCOUNT, note.accountId())
                                .set(INVITATION, note.invitationId())
                                .set(REQUEST, requestId)
                                .set(STARTED, Date.from(now)),
                        COLLECTION)
                .then();
    }

    /** Removes the note of a request, unless another request wrote its own since. */
    Mono<Void> finish(Note note, String requestId) {
        return remove(note, REQUEST, requestId);
    }

    /** Removes a note as it was found, unless it was written again since. */
    Mono<Void> finish(Found found) {
        return remove(found.note(), STARTED, Date.from(found.startedAt()));
    }

    private Mono<Void> remove(Note note, String field, Object value) {
        return mongo.remove(query(where("_id").is(note.id()).and(field).is(value)), COLLECTION)
                .then();
    }

    Flux<Found> olderThan(Instant time) {
        return mongo.find(query(where(STARTED).lt(Date.from(time))), Document.class, COLLECTION)
                .map(stored -> new Found(
                        new Note(stored.getString(ACCOUNT), stored.getString(INVITATION)),
                        stored.getDate(STARTED).toInstant()));
    }

    /** An account that takes a passport over with an invitation. */
    record Note(String accountId, String invitationId) {
        String id() {
            return accountId + '/' + invitationId;
        }
    }

    /** @param startedAt the time of the newest attempt */
    record Found(Note note, Instant startedAt) {}
}
