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

/** Notes of the takeovers under way: written before the first step and removed after the last, so that none stays half done. */
@Component
final class TakeoverNotes {
    private static final String COLLECTION = "unfinishedTakeovers";
    private static final String ACCOUNT = "accountId";
    private static final String INVITATION = "invitationId";
    private static final String STARTED = "startedAt";

    private final ReactiveMongoTemplate mongo;

    TakeoverNotes(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    Mono<Void> begin(Note note, Instant now) {
        return mongo.upsert(
                        query(where("_id").is(note.id())),
                        Update.update(ACCOUNT, note.accountId())
                                .set(INVITATION, note.invitationId())
                                .set(STARTED, Date.from(now)),
                        COLLECTION)
                .then();
    }

    Mono<Void> finish(Note note) {
        return mongo.remove(query(where("_id").is(note.id())), COLLECTION).then();
    }

    Flux<Note> olderThan(Instant time) {
        return mongo.find(query(where(STARTED).lt(Date.from(time))), Document.class, COLLECTION)
                .map(stored -> new Note(stored.getString(ACCOUNT), stored.getString(INVITATION)));
    }

    /** An account that takes a passport over with an invitation. */
    record Note(String accountId, String invitationId) {

        String id() {
            return accountId + '/' + invitationId;
        }
    }
}
