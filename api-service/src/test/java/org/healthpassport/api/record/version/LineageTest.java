package org.healthpassport.api.record.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.record.version.Lineage.Candidate;

class LineageTest {
    private static final Author AUTHOR = new Author("account", Role.PATIENT, null);

    /** A step in the life of a record. */
    private enum Step {
        /** Writes a version that counts. */
        COMMIT,
        /** Writes one that does not, as another was faster, or the process died. */
        LOSE,
        /** The same by a process that had stood still, and had found an earlier version of the record. */
        LOSE_LATE
    }

    @Property
    void shouldKnowEachVersionWhateverLiesBesideIt(@ForAll("lives") Life life) {
        for (long number = 1; number <= life.head().version(); number++) {
            assertThat(new Lineage(life.head(), life.stored).writersOf(number)).isEqualTo(life.writersOf(number));
        }
    }

    @Property
    void shouldTakeNoOtherForAVersionWhateverIsRemovedOrDamaged(@ForAll("lives") Life life, @ForAll long seed) {
        // given
        List<Candidate> left = damaged(life.stored, seed);

        for (long number = 1; number <= life.head().version(); number++) {
            // when
            Set<String> writers = new Lineage(life.head(), left).writersOf(number);

            // then
            long last = number + Lineage.NAMED_BY;
            long version = number;
            boolean isNamed = last > life.head().version()
                    || left.stream()
                            .anyMatch(later -> later.origin() != null
                                    && later.name().number() > version
                                    && later.name().number() <= last);
            assertThat(writers).isEqualTo(isNamed ? life.writersOf(number) : Set.of());
        }
    }

    @Property
    void shouldLeaveNoOtherInDoubtIfOneIsDamaged(@ForAll("lives") Life life, @ForAll long seed) {
        // given
        long damaged = 1 + Math.floorMod(seed, life.head().version());
        List<Candidate> left = life.stored.stream()
                .filter(candidate -> candidate.name().number() != damaged)
                .toList();

        for (long number = 1; number <= life.head().version(); number++) {
            assertThat(new Lineage(life.head(), left).writersOf(number)).isEqualTo(life.writersOf(number));
        }
    }

    @Example
    void shouldNotDecideBetweenVersionsAfterAnOldHeadWasPutBack() {
        // given
        Life life = new Life();
        for (int i = 0; i < 5; i++) {
            life.take(Step.COMMIT, 0);
        }
        Life other = new Life(life, 2);
        for (int i = 0; i < 3; i++) {
            other.take(Step.COMMIT, 0);
        }

        // when
        Lineage lineage = new Lineage(other.head(), other.stored);

        // then
        assertThat(lineage.writersOf(5)).isEqualTo(other.writersOf(5));
        assertThat(lineage.writersOf(4)).isEqualTo(other.writersOf(4));
        assertThat(lineage.writersOf(3)).hasSize(2);
        assertThat(lineage.writersOf(2)).isEqualTo(life.writersOf(2));
        assertThat(lineage.writersOf(1)).isEqualTo(life.writersOf(1));
    }

    @Provide
    Arbitrary<Life> lives() {
        Arbitrary<Step> steps = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Step.COMMIT)),
                Tuple.of(2, Arbitraries.just(Step.LOSE)),
                Tuple.of(1, Arbitraries.just(Step.LOSE_LATE)));
        return Combinators.combine(steps, Arbitraries.integers().between(0, 1_000))
                .as((step, back) -> (Consumer<Life>) life -> life.take(step, back))
                .list()
                .ofMaxSize(30)
                .map(all -> {
                    Life life = new Life();
                    life.take(Step.COMMIT, 0);
                    all.forEach(step -> step.accept(life));
                    return life;
                });
    }

    private static List<Candidate> damaged(List<Candidate> stored, long seed) {
        RandomGenerator random = new Random(seed);
        List<Candidate> left = new ArrayList<>();
        for (Candidate candidate : stored) {
            switch (random.nextInt(4)) {
                case 0 -> left.add(new Candidate(candidate.name(), null));
                case 1 -> {}
                default -> left.add(candidate);
            }
        }
        return left;
    }

    /** A record, and everything that was ever written for it. */
    private static final class Life {
        private final List<String> counting = new ArrayList<>();
        private final List<Candidate> stored = new ArrayList<>();

        Life() {}

        /** The same record, whose head somebody put back. */
        Life(Life other, int version) {
            counting.addAll(other.counting.subList(0, version));
            stored.addAll(other.stored);
        }

        void take(Step step, int back) {
            int found = step == Step.LOSE_LATE ? back % counting.size() + 1 : counting.size();
            List<String> before = new ArrayList<>();
            for (int number = found; number > 0 && before.size() < 2; number--) {
                before.add(counting.get(number - 1));
            }
            String commandId = "command " + stored.size();
            stored.add(new Candidate(
                    new VersionName("record", found + 1L, commandId), new Origin(Instant.EPOCH, AUTHOR, 1, before)));
            if (step == Step.COMMIT) {
                counting.add(commandId);
            }
        }

        RecordHead head() {
            int version = counting.size();
            List<String> newest = version == 1
                    ? List.of(counting.get(0))
                    : List.of(counting.get(version - 1), counting.get(version - 2));
            return new RecordHead("record", "patient", version, newest);
        }

        Set<String> writersOf(long number) {
            return Set.of(counting.get((int) number - 1));
        }

        @Override
        public String toString() {
            return counting + " of " + stored;
        }
    }
}
