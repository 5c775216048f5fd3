package org.healthpassport.bus.history;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.healthpassport.bus.EventSubscription;

/**
 * The records of topics that the consumers of subscriptions have not handled yet, up to where the topics ended at some time.
 * Consumers tell the broker twice a second how far they are, so it may have records that they have just handled.
 */
public record Backlog(List<Gap> gaps) {
    public Backlog {
        gaps = List.copyOf(gaps);
    }

    public boolean isEmpty() {
        return gaps.isEmpty();
    }

    /** The number of records, as far as offsets tell. */
    public long records() {
        return gaps.stream().mapToLong(gap -> gap.end() - gap.begin()).sum();
    }

    /**
     * The gap in one partition.
     *
     * @param begin the offset of the first record that was not handled
     * @param end the offset behind the last one
     */
    public record Gap(EventSubscription subscription, TopicPartition place, long begin, long end) {}
}
