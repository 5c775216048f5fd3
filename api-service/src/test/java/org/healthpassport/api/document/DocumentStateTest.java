package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DocumentStateTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void shouldReadADocumentFromBeforeResourcesWereKept() {
        // given
        String before = """
                {"patientId":"p","type":"LAB_REPORT","status":"STORED","uploadedBy":"a",
                "uploadedAt":"2026-11-29T10:00:00Z","description":{"title":"Blood count","fileName":"a.pdf",
                "contentType":"application/pdf","sizeBytes":1,"sha256":"AAE=",
                "ciphertext":{"sizeBytes":57,"sha256":"AAE="},"wrappedKey":"AQ=="},"objectName":"documents/p/d",
                "store":"file","reason":null,"waiting":null,"deletion":null,"deleted":false}""";

        // when
        DocumentState state = JSON.readValue(before, DocumentState.class);

        // then
        assertThat(state.description()).isNotNull();
        assertThat(state.description().title()).isEqualTo("Blood count");
        assertThat(state.description().reference()).isNull();
        assertThat(state.description().superseded()).isFalse();
    }
}
