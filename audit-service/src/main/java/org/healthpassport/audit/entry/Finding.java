package org.healthpassport.audit.entry;

import java.util.Map;

/** Something that was found instead of an event. An entry records it, so that nothing is skipped silently. */
public sealed interface Finding {

    /** The members of its object in an entry. */
    Map<String, Object> members();

    /** The type of its entry. */
    String type();

    /** About one record on the bus. It is named by its place, and by a digest, as nothing of it may be believed. */
    sealed interface OfRecord extends Finding {
        String topic();

        int partition();

        long offset();

        /** SHA-256, 64 hexadecimal digits. */
        String sha256();

        @Override
        default Map<String, Object> members() {
            return Map.of("topic", topic(), "partition", partition(), "offset", offset(), "sha256", sha256());
        }
    }

    /**
     * A record that cannot be read, or whose type this version does not know.
     *
     * @param sha256 of its value, 64 hexadecimal digits
     */
    record Unparseable(String topic, int partition, long offset, String sha256) implements OfRecord {
        @Override
        public String type() {
            return "UNPARSEABLE";
        }
    }

    /**
     * A record that claims to be an event of a service, but that service did not write it for this log, or somebody changed it.
     *
     * @param sha256 of its value, 64 hexadecimal digits
     */
    record Forged(String topic, int partition, long offset, String sha256) implements OfRecord {
        @Override
        public String type() {
            return "FORGED_EVENT";
        }
    }

    /**
     * More such records within one minute than there are entries of each.
     *
     * @param count of those that have no entry of their own
     */
    record MoreForged(String topic, long count) implements Finding {
        @Override
        public String type() {
            return "MORE_FORGED_EVENTS";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("topic", topic, "count", count);
        }
    }

    /**
     * The records that were to be read next are gone: they expired unread, or the topic was made anew.
     *
     * @param expected offset that was to be read
     * @param found offset that reading goes on with
     */
    record OffsetGap(String topic, int partition, long expected, long found) implements Finding {
        @Override
        public String type() {
            return "OFFSET_GAP";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("topic", topic, "partition", partition, "expected", expected, "found", found);
        }
    }

    /**
     * A document in the queue of own entries that does not come from this service.
     *
     * @param id of the document, empty if it does not look like an event's id
     * @param sha256 of its bytes, 64 hexadecimal digits
     */
    record OwnEntryRefused(String id, String sha256) implements Finding {
        @Override
        public String type() {
            return "OWN_ENTRY_REFUSED";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("id", id, "sha256", sha256);
        }
    }

    /**
     * A record that has the id of an event in the log, but different content.
     *
     * @param sha256 of the entry that was refused, 64 hexadecimal digits
     */
    record Conflict(String topic, int partition, long offset, String sha256) implements OfRecord {
        @Override
        public String type() {
            return "ID_CONFLICT";
        }
    }

    /**
     * The first entry of a log that continues another one after a restore. Copies of all restored entries follow, and then new ones.
     *
     * @param sha256 of the note that closed the log before, 64 hexadecimal digits
     * @param origin of the log before
     * @param signed the number of its entries that are known to have been signed
     * @param restored the number of entries that were restored
     * @param kept the number of entries under the largest checkpoint that holds for them
     */
    record LogContinued(String sha256, String origin, long signed, long restored, long kept) implements Finding {
        @Override
        public String type() {
            return "LOG_CONTINUED";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("sha256", sha256, "origin", origin, "signed", signed, "restored", restored, "kept", kept);
        }
    }

    /**
     * Documents in the database that are not as the log says that they were written.
     *
     * @param collection of the aggregate, or the view
     * @param aggregate its id, or that of the view's build
     * @param from the first number of the stream that this is about, 0 for none
     * @param to the last one
     */
    record PutBack(Kind kind, String collection, String aggregate, long from, long to) implements Finding {

        /** The kinds of such findings. */
        public enum Kind {
            /** An aggregate is older than its last event: an older copy was put back. */
            AGGREGATE_BEHIND,
            /** An aggregate that has events is gone. */
            AGGREGATE_GONE,
            /** There is an aggregate of which the log has no event. */
            AGGREGATE_UNKNOWN,
            /** The log has two events of one number, so the aggregate was older in between. */
            NUMBER_TWICE,
            /** The keys of an account or a patient are gone, and the account or patient is not. */
            KEYS_GONE,
            /** The newest version of a record is gone, and the record is not; the number is that of the version. */
            VERSION_GONE,
            /** A view of this service was changed; it is built again from the log. */
            VIEW_CHANGED
        }

        /** The same for the same finding, whenever and by whomever it is noticed. */
        public String name() {
            return "%s/%s/%s/%d-%d".formatted(kind, collection, aggregate, from, to);
        }

        @Override
        public String type() {
            return kind.name();
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("collection", collection, "aggregate", aggregate, "from", from, "to", to);
        }
    }
}
