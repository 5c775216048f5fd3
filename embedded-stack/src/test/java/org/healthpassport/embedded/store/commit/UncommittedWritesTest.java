package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UncommittedWritesTest {
    private static final AccessedDocuments LINK = AccessedDocuments.ofDocuments("test.links", List.of("link"));
    private static final AccessedDocuments OTHER_LINK = AccessedDocuments.ofDocuments("test.links", List.of("other"));
    private static final AccessedDocuments LINKS = AccessedDocuments.ofCollection("test.links");
    private static final AccessedDocuments PATIENTS = AccessedDocuments.ofCollection("test.patients");

    private final UncommittedWrites writes = new UncommittedWrites();

    @Test
    void shouldForgetOnlyWritesUpToTheNumber() {
        // given
        writes.begin(LINK);
        writes.begin(OTHER_LINK);
        writes.begin(PATIENTS);

        // when
        writes.forget(1);

        // then
        assertThat(writes.newestIn(LINK)).isZero();
        assertThat(writes.newestIn(OTHER_LINK)).isEqualTo(2);
        assertThat(writes.newestIn(LINKS)).isEqualTo(2);
        assertThat(writes.newestIn(PATIENTS)).isEqualTo(3);

        // when
        writes.forget(2);

        // then
        assertThat(writes.newestIn(LINKS)).isZero();
        assertThat(writes.newestIn(PATIENTS)).isEqualTo(3);
        assertThat(writes.newest()).isEqualTo(3);
    }

    @Test
    void shouldFindWritesOfAWholeCollectionForEachOfItsDocuments() {
        // given
        writes.begin(LINKS);

        // then
        assertThat(writes.newestIn(LINK)).isEqualTo(1);
        assertThat(writes.newestIn(PATIENTS)).isZero();
        writes.begin(AccessedDocuments.everything());
        assertThat(writes.newestIn(PATIENTS)).isEqualTo(2);
        assertThat(writes.newestIn(AccessedDocuments.everything())).isEqualTo(2);
    }
}
