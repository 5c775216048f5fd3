package org.healthpassport.api.document.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.Test;

class UploadLimitTest {

    @Test
    void shouldRefuseALargerFile() {
        // given
        UploadLimit limit = new UploadLimit(100);

        // then
        assertThatCode(() -> limit.require(100)).doesNotThrowAnyException();
        assertRefused(() -> limit.require(101), new UploadRefusal.FileTooLarge(100));
    }

    @Test
    void shouldAllowForTheRestOfTheFormAndForUnknownLengths() {
        // given
        UploadLimit limit = new UploadLimit(100);

        // then
        assertThatCode(() -> limit.requireForRequest(-1)).doesNotThrowAnyException();
        assertThatCode(() -> limit.requireForRequest(100 + 64 * 1024)).doesNotThrowAnyException();
        assertRefused(() -> limit.requireForRequest(101 + 64 * 1024), new UploadRefusal.FileTooLarge(100));
    }

    private static void assertRefused(ThrowingCallable check, Refusal expected) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(expected));
    }
}
