package org.healthpassport.vault.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.vault.digest.Sha256;
import org.junit.jupiter.api.Test;

class StoredObjectTest {
    private static final byte[] DIGEST = Sha256.of(new byte[] {1});

    private final StoredObject object = new StoredObject("name", 1, DIGEST);

    @Test
    void shouldBeEqualByNameAndContent() {
        assertThat(object)
                .isEqualTo(new StoredObject("name", 1, DIGEST.clone()))
                .hasSameHashCodeAs(new StoredObject("name", 1, DIGEST.clone()))
                .isNotEqualTo(new StoredObject("other", 1, DIGEST))
                .isNotEqualTo(new StoredObject("name", 2, DIGEST))
                .isNotEqualTo(new StoredObject("name", 1, Sha256.of(new byte[] {2})));
        assertThat(object.hashCode()).isNotZero();
    }

    @Test
    void shouldKeepItsDigest() {
        // when
        object.sha256()[0]++;

        // then
        assertThat(object.sha256()).isEqualTo(DIGEST);
        assertThat(object)
                .hasToString("StoredObject[name=name, sizeBytes=1, sha256=" + Sha256.hexOf(new byte[] {1}) + "]");
    }

    @Test
    void shouldNameTheObjectOfADocumentAfterItsIds() {
        assertThat(DocumentObject.name("p1", "d1")).isEqualTo("documents/p1/d1");
    }
}
