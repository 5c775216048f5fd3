package org.healthpassport.aggregates.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaWitnessTest {
    private static final TopicPartition ONE = new TopicPartition("some.topic", 0);
    private static final TopicPartition OTHER = new TopicPartition("some.topic", 1);

    @TempDir
    private Path folder;

    @Test
    void shouldRememberBeyondTheProcess() throws IOException {
        // given
        KafkaWitness witness = new KafkaWitness(folder);
        assertThat(witness.seen()).isEmpty();

        // when
        witness.note(Map.of(ONE, 5L));
        witness.note(Map.of(ONE, 7L, OTHER, 1L));
        witness.flush();

        // then
        assertThat(new KafkaWitness(folder).seen()).hasValue(Map.of(ONE, 7L, OTHER, 1L));
    }

    @Test
    void shouldNotForgetWhenKafkaWasSetBack() throws IOException {
        // given
        KafkaWitness witness = new KafkaWitness(folder);
        witness.note(Map.of(ONE, 5L));

        // when
        KafkaWitness afterwards = new KafkaWitness(folder);
        afterwards.note(Map.of(ONE, 3L));
        afterwards.flush();

        // then
        assertThat(afterwards.seen()).hasValue(Map.of(ONE, 5L));
        afterwards.replace(Map.of(ONE, 3L));
        assertThat(new KafkaWitness(folder).seen()).hasValue(Map.of(ONE, 3L));
    }

    @Test
    void shouldRefuseAnotherFile() throws IOException {
        // given
        Files.writeString(folder.resolve(KafkaWitness.NAME), "something else\n");

        // when, then
        assertThatThrownBy(new KafkaWitness(folder)::seen)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(KafkaWitness.NAME);
    }

    @Test
    void shouldRememberNothingWithoutAFolder() throws IOException {
        KafkaWitness witness = new KafkaWitness(null);
        witness.note(Map.of(ONE, 5L));
        witness.flush();
        assertThat(witness.seen()).isEmpty();
    }
}
