package org.healthpassport.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectKeyDocumentTest {
    private final SubjectKeyDocument document =
            new SubjectKeyDocument("p1", Map.of(KeyPurpose.STATE, new byte[] {1, 2}, KeyPurpose.QR, new byte[] {3}));

    @Test
    void shouldReadWhatItWrote() {
        assertThat(SubjectKeyDocument.read(document.fields(), bytes -> (byte[]) bytes))
                .isEqualTo(document);
    }

    @Test
    void shouldReadBytesAsTheDriverHasThem() {
        // given
        Map<String, Object> stored = Map.of(
                "_id",
                "p1",
                "keysets",
                Map.of("STATE", ByteBuffer.wrap(new byte[] {1, 2}), "QR", ByteBuffer.wrap(new byte[] {3})));

        // when, then
        assertThat(SubjectKeyDocument.read(stored, bytes -> ((ByteBuffer) bytes).array()))
                .isEqualTo(document);
    }

    @Test
    void shouldLeaveOutPurposesOfNewerServices() {
        // given
        Map<String, Object> keysets = new HashMap<>(Map.of("STATE", new byte[] {1, 2}, "QR", new byte[] {3}));
        keysets.put("TELEPATHY", new byte[] {4});

        // when, then
        assertThat(SubjectKeyDocument.read(Map.of("_id", "p1", "keysets", keysets), bytes -> (byte[]) bytes))
                .isEqualTo(document);
    }

    @Test
    void shouldRefuseOtherDocuments() {
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectKeyDocument.read(Map.of(), bytes -> new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectKeyDocument.read(Map.of("_id", "p1", "keysets", "x"), bytes -> new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectKeyDocument.read(Map.of("_id", 1, "keysets", Map.of()), bytes -> new byte[0]));
    }
}
