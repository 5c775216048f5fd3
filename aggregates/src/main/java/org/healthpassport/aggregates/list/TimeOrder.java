package org.healthpassport.aggregates.list;

import static org.springframework.data.mongodb.core.query.Criteria.where;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;

/**
 * The order of lists: the newest first, by time and id. Documents whose time is missing or damaged come last, whatever stands
 * in its place: MongoDB would sort some of them before all others, and no page could begin behind them.
 *
 * @param field of the time
 */
public record TimeOrder(String field) {
    /** A cursor has fifteen digits for the milliseconds. */
    private static final Instant END = Instant.ofEpochMilli(1_000_000_000_000_000L);

    private static final String ID = "_id";

    /** True if the time of a document is one by which it can be sorted. */
    public boolean isTimed(Document document) {
        return document.get(field) instanceof Date time
                && time.toInstant().isAfter(ListPosition.WITHOUT_TIME)
                && time.toInstant().isBefore(END);
    }

    /** The place of a document in the list. */
    public ListPosition position(Document document) {
        Instant time = isTimed(document) ? document.getDate(field).toInstant() : ListPosition.WITHOUT_TIME;
        return new ListPosition(time, String.valueOf(document.get(ID)));
    }

    /**
     * Reads the list of all documents that have the value in a field.
     *
     * @param after the position after which to begin; null for all
     * @param only the fields to read; all of them if there are none
     */
    public Flux<Document> read(
            ReactiveMongoTemplate mongo,
            String collection,
            String of,
            String value,
            @Nullable ListPosition after,
            String... only) {
        if (after != null && after.time().equals(ListPosition.WITHOUT_TIME)) {
            Query rest = query(untimed(of, value).and(ID).lt(after.id()), Sort.by(Direction.DESC, ID), only);
            return LongList.read(mongo, collection, rest);
        }
        Query timed = query(timed(of, value, after), Sort.by(Direction.DESC, field, ID), only);
        Query untimed = query(untimed(of, value), Sort.by(Direction.DESC, ID), only);
        return LongList.read(mongo, collection, timed).concatWith(LongList.read(mongo, collection, untimed));
    }

    private static Query query(Criteria criteria, Sort order, String... only) {
        Query query = Query.query(criteria).with(order);
        query.fields().include(only);
        return query;
    }

    private Criteria timed(String of, String value, @Nullable ListPosition after) {
        Criteria timed = where(of)
                .is(value)
                .and(field)
                .gt(Date.from(ListPosition.WITHOUT_TIME))
                .lt(Date.from(END))
                .and(firstElement())
                .exists(false);
        if (after == null) {
            return timed;
        }
        Date time = Date.from(after.time());
        return timed.orOperator(
                where(field).lt(time), where(field).is(time).and(ID).lt(after.id()));
    }

    private Criteria untimed(String of, String value) {
        return where(of)
                .is(value)
                .orOperator(
                        where(field).not().gt(Date.from(ListPosition.WITHOUT_TIME)),
                        where(field).not().lt(Date.from(END)),
                        where(firstElement()).exists(true));
    }

    /** Is there in arrays, which have all places of their elements for MongoDB. */
    private String firstElement() {
        return field + ".0";
    }
}
