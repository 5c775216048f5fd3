package org.healthpassport.aggregates.row;

import static org.springframework.data.mongodb.core.query.Criteria.where;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Criteria;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of the rows of a collection. Id, subject and time of a row are in clear; its content is sealed with the keys of
 * the subject and bound to these three, so a row that was changed or moved cannot be read. Rows are listed newest first, and
 * one that cannot be read keeps its place.
 *
 * @param <C> the content, a record that Jackson can write and read
 */
public final class SealedRows<C> {
    public static final String ID = "_id";

    private static final String TIME = "time";
    private static final String SEALED = "sealed";
    /** The order of lists. */
    public static final Sort NEWEST_FIRST = Sort.by(Direction.DESC, TIME, ID);

    /** The time of rows whose time is missing; they come last in every list. */
    private static final Instant WITHOUT_TIME = Instant.EPOCH;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String collection;
    private final String subjectField;
    private final Class<C> contentType;
    private final UnreadableAlarm alarm;

    /** @param subjectField the field of the patient or account whose keys seal the content */
    public SealedRows(String collection, String subjectField, Class<C> contentType, UnreadableAlarm alarm) {
        this.collection = collection;
        this.subjectField = subjectField;
        this.contentType = contentType;
        this.alarm = alarm;
    }

    /** The index for lists. */
    public Index ofSubject() {
        return new Index(subjectField, Direction.ASC).on(TIME, Direction.DESC).on(ID, Direction.DESC);
    }

    /** A row. It may get further fields, on which nothing depends. */
    public Document row(SubjectKeys keys, String subjectId, String id, Instant time, C content) {
        byte[] sealed = keys.seal(KeyPurpose.STATE, JSON.writeValueAsBytes(content), belonging(subjectId, id, time));
        return new Document(ID, id)
                .append(subjectField, subjectId)
                .append(TIME, Date.from(time))
                .append(SEALED, new Binary(sealed));
    }

    /** The content of a row of that subject. If it cannot be read, the alarm is raised. */
    public ReadResult<C> open(SubjectKeys keys, String subjectId, Document row) {
        String id = String.valueOf(row.get(ID));
        if (!(row.get(SEALED) instanceof Binary sealed) || !(row.get(TIME) instanceof Date time)) {
            return unreadable(id, subjectId, UnreadableReason.MALFORMED, null);
        }
        try {
            byte[] plain = keys.open(KeyPurpose.STATE, sealed.getData(), belonging(subjectId, id, time.toInstant()));
            return subjectId.equals(row.get(subjectField))
                    ? ReadResult.readable(JSON.readValue(plain, contentType))
                    : unreadable(id, subjectId, UnreadableReason.SEAL_BROKEN, null);
        } catch (SealBroken broken) {
            return unreadable(id, subjectId, UnreadableReason.SEAL_BROKEN, broken);
        } catch (JacksonException notOurs) {
            return unreadable(id, subjectId, UnreadableReason.MALFORMED, null);
        }
    }

    private ReadResult<C> unreadable(String id, String subjectId, UnreadableReason reason, @Nullable Throwable cause) {
        Unreadable unreadable = new Unreadable(collection, id, subjectId, reason);
        alarm.raise(unreadable, cause);
        return ReadResult.broken(unreadable);
    }

    private byte[] belonging(String subjectId, String id, Instant time) {
        return AssociatedData.of(collection, subjectId, id, Long.toString(time.toEpochMilli()));
    }

    /** The place of a row in lists. */
    public static ListPosition position(Document row) {
        Instant time = row.get(TIME) instanceof Date date ? date.toInstant() : WITHOUT_TIME;
        return new ListPosition(time, String.valueOf(row.get(ID)));
    }

    /**
     * The rows of a subject.
     *
     * @param before the time before which they are; null for all
     * @param after the position after which they are; null for all
     */
    public Criteria of(String subjectId, @Nullable Instant before, @Nullable ListPosition after) {
        Criteria ofSubject = where(subjectField).is(subjectId);
        if (before != null) {
            ofSubject = ofSubject.and(TIME).lt(Date.from(before));
        }
        if (after == null) {
            return ofSubject;
        }
        if (after.time().equals(WITHOUT_TIME)) {
            return ofSubject.orOperator(where(TIME).is(null).and(ID).lt(after.id()));
        }
        Date time = Date.from(after.time());
        return ofSubject.orOperator(
                where(TIME).lt(time),
                where(TIME).is(time).and(ID).lt(after.id()),
                where(TIME).is(null));
    }
}
