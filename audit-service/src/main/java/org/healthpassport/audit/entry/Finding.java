package org.healthpassport.audit.entry;

import java.util.Map;

/** What was found instead of an event; an entry says so, never nothing. */
public sealed interface Finding {

    /** The members of its object in an entry. */
    Map<String, Object> members();

    /** The type of its entry. */
    String type();

    /**
     * A record that cannot be read, or whose type this version does not know.
     *
     * @param sha256 of its value, 64 hexadecimal digits
     */
    record Unparseable(String topic, int partition, long offset, String sha256) implements Finding {
        @Override
        public String type() {
            return "UNPARSEABLE";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("topic", topic, "partition", partition, "offset", offset, "sha256", sha256);
        }
    }

    /**
     * The records that were to be read next are not there: they expired unread, or the topic is another one.
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
     * What was in the queue of our own entries and does not come from us.
     *
     * @param id that it had there, empty if it does not look like one
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
     * A record that bears the id of an event in the log, but says something else.
     *
     * @param sha256 of the entry that it would have been, 64 hexadecimal digits
     */
    record Conflict(String topic, int partition, long offset, String sha256) implements Finding {
        @Override
        public String type() {
            return "ID_CONFLICT";
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("topic", topic, "partition", partition, "offset", offset, "sha256", sha256);
        }
    }
}
