package org.healthpassport.audit.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.healthpassport.audit.log.LogInMemory;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectorTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private final Generations generations = new Generations(new DurableDatabase(DATABASE.create()));
    private final Dropped view = new Dropped();

    @Test
    void shouldDropWhatAnInstanceLeftThatEndedAfterTheSwitch() throws IOException {
        // given
        generations.switchTo(generations.request());
        generations.switchTo(generations.request());
        Projector projector = projector();

        // when, then
        assertThat(projector.step()).isFalse();
        assertThat(view.generations).containsExactly(0L, 1L);
        assertThat(projector.step()).isFalse();
        assertThat(view.generations).hasSize(2);
    }

    @Test
    void shouldDropAfterEachSwitch() throws IOException {
        // given
        Projector projector = projector();
        for (long number = 0; number < 3; number++) {
            // when
            generations.request();
            while (projector.step()) {
                // The next step is the next part of the same work.
            }

            // then
            assertThat(view.generations).hasSize((int) number + 1).endsWith(number);
        }
    }

    private Projector projector() {
        return new Projector(new LogInMemory(), generations, List.of(view));
    }

    /** Remembers what was dropped. */
    private static final class Dropped implements Projection {
        final List<Long> generations = new ArrayList<>();

        @Override
        public void prepare(Generation generation) {
            // It has nothing to prepare.
        }

        @Override
        public void apply(Generation generation, List<LoggedEntry> entries) {
            // It keeps nothing.
        }

        @Override
        public void drop(Generation generation) {
            generations.add(generation.number());
        }
    }
}
