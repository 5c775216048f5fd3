package org.healthpassport.embedded.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoServerException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The operations that our services use; an answer is everything that a client can see. */
sealed interface Operation {

    Object run(MongoCollection<Document> on);

    /** The answer, or what kind of refusal it was. */
    default Object answer(MongoCollection<Document> on) {
        try {
            return run(on);
        } catch (MongoCommandException e) {
            return "refused with " + ErrorCategory.fromErrorCode(e.getErrorCode());
        } catch (MongoServerException e) {
            return "refused with " + e.getCode();
        }
    }

    record Insert(String id, Document fields) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            Document document = new Document("_id", id).append("version", 0);
            document.putAll(fields);
            on.insertOne(document);
            return "inserted";
        }
    }

    record Change(String id, int version, Document fields, String event) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            Document update = new Document("$inc", new Document("version", 1))
                    .append(
                            "$push",
                            new Document("events", new Document("$each", List.of(new Document("eventId", event)))));
            if (!fields.isEmpty()) {
                update.append("$set", fields);
            }
            return on.updateOne(and(eq("_id", id), eq("version", version)), update)
                    .toString();
        }
    }

    record Unset(String id, String field) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            return on.updateOne(eq("_id", id), Updates.unset(field)).toString();
        }
    }

    record Pull(String id, List<String> events) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            return on.updateOne(eq("_id", id), Updates.pullByFilter(eq("events", in("eventId", events))))
                    .toString();
        }
    }

    record Take(String field, Object value, String by) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            return String.valueOf(on.findOneAndUpdate(
                    eq(field, value),
                    Updates.set("takenBy", by),
                    new FindOneAndUpdateOptions().sort(Sorts.ascending("_id")).returnDocument(ReturnDocument.AFTER)));
        }
    }

    record Bulk(List<String> ids, Document fields) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            return on.bulkWrite(ids.stream()
                            .map(id -> new UpdateOneModel<Document>(eq("_id", id), new Document("$set", fields)))
                            .toList())
                    .getMatchedCount();
        }
    }

    record Delete(String id) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            return on.deleteOne(eq("_id", id)).getDeletedCount();
        }
    }

    /** Everything equal in these fields, counted and in the order of _id. */
    record Find(Document equal) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            return on.countDocuments(equal)
                    + found(on, equal, Sorts.ascending("_id"), 0).toString();
        }
    }

    /** The ids from one to before another, and what a scan for them finds. */
    record Range(String from, String to) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            Document range = new Document("_id", new Document("$gte", from).append("$lt", to));
            Object found = found(on, range, Sorts.ascending("_id"), 0);
            assertThat(found).isEqualTo(found(on, and(range, exists("_id")), Sorts.ascending("_id"), 0));
            return found;
        }
    }

    /** A page of one owner's documents, after a position. */
    record Page(Object owner, int time, String afterId) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            Bson page = and(eq("owner", owner), or(lt("time", time), and(eq("time", time), lt("_id", afterId))));
            return found(on, page, Sorts.descending("time", "_id"), 3).toString();
        }
    }

    /** A page of a list by date, from its beginning or after a position. */
    record ListPage(Object owner, @Nullable Date after, String afterId, int limit) implements Operation {
        @Override
        public Object run(MongoCollection<Document> on) {
            Bson page = eq("owner", owner);
            if (after != null) {
                page = and(page, or(lt("at", after), and(eq("at", after), lt("_id", afterId)), eq("at", null)));
            }
            return found(on, page, Sorts.descending("at", "_id"), limit).toString();
        }
    }

    private static List<Document> found(MongoCollection<Document> on, Bson filter, Bson sort, int limit) {
        return on.find(filter).sort(sort).limit(limit).into(new ArrayList<>());
    }
}
