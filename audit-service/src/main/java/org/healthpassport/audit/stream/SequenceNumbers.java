package org.healthpassport.audit.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A set of numbers, kept as the ranges that it consists of.
 *
 * @param ranges in order, neither overlapping nor touching
 */
public record SequenceNumbers(List<Range> ranges) {
    public static final SequenceNumbers NONE = new SequenceNumbers(List.of());

    public SequenceNumbers {
        ranges = List.copyOf(ranges);
    }

    /** All from one to another number, both inclusive; at least one. */
    public record Range(long from, long to) {
        public Range {
            if (from > to) {
                throw new IllegalArgumentException("Expected a range, but it goes from " + from + " to " + to);
            }
        }
    }

    /** From 1 to a number, which is 0 for none. */
    public static SequenceNumbers upTo(long last) {
        return last < 1 ? NONE : of(1, last);
    }

    public static SequenceNumbers of(long from, long to) {
        return new SequenceNumbers(List.of(new Range(from, to)));
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public long count() {
        return ranges.stream().mapToLong(range -> range.to() - range.from() + 1).sum();
    }

    /** The largest one, 0 if there is none. */
    public long last() {
        return isEmpty() ? 0 : ranges.get(ranges.size() - 1).to();
    }

    /** The largest one up to which there are all from 1 on, 0 if 1 is not there. */
    public long through() {
        return isEmpty() || ranges.get(0).from() > 1 ? 0 : ranges.get(0).to();
    }

    public SequenceNumbers plus(SequenceNumbers others) {
        List<Range> all = Stream.concat(ranges.stream(), others.ranges.stream())
                .sorted(Comparator.comparingLong(Range::from))
                .toList();
        List<Range> joined = new ArrayList<>();
        for (Range next : all) {
            Range last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || next.from() > last.to() + 1) {
                joined.add(next);
            } else if (next.to() > last.to()) {
                joined.set(joined.size() - 1, new Range(last.from(), next.to()));
            }
        }
        return new SequenceNumbers(joined);
    }

    public SequenceNumbers minus(SequenceNumbers others) {
        List<Range> left = new ArrayList<>();
        int first = 0;
        for (Range range : ranges) {
            while (first < others.ranges.size() && others.ranges.get(first).to() < range.from()) {
                first++;
            }
            long from = range.from();
            for (int i = first; i < others.ranges.size() && others.ranges.get(i).from() <= range.to(); i++) {
                Range other = others.ranges.get(i);
                if (other.from() > from) {
                    left.add(new Range(from, other.from() - 1));
                }
                from = Math.max(from, other.to() + 1);
            }
            if (from <= range.to()) {
                left.add(new Range(from, range.to()));
            }
        }
        return new SequenceNumbers(left);
    }

    public SequenceNumbers and(SequenceNumbers others) {
        return minus(minus(others));
    }

    /** The range without a gap that ends with a number; empty if the number is not in this set. */
    public SequenceNumbers runUpTo(long number) {
        return ranges.stream()
                .filter(range -> range.from() <= number && number <= range.to())
                .findFirst()
                .map(range -> of(range.from(), number))
                .orElse(NONE);
    }
}
