package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.healthpassport.vault.stream.DocumentKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSizeTest {

    /** A store that takes 10 MB takes no file of 10 MB, as ciphertext is larger. */
    @ParameterizedTest
    @ValueSource(longs = {100_000, 1 << 20, 10_485_712, 16_000_001})
    void shouldKnowTheLargestFileWhoseCiphertextAStoreTakes(long atMost) throws IOException {
        // given
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(DocumentSize.largestFile(atMost)));
        ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();

        // when
        try (WritableByteChannel encrypting =
                DocumentKey.generate().encrypting(Channels.newChannel(ciphertext), "document")) {
            while (file.hasRemaining()) {
                encrypting.write(file);
            }
        }

        // then
        assertThat((long) ciphertext.size()).isBetween(atMost - 3 * 4_096, atMost);
    }
}
