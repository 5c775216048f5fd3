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
    void shouldTellALargeFileFromAFullQuota() {
        // given
        UploadLimit byFile = UploadLimit.of(100, 1_000, 900);
        UploadLimit byQuota = UploadLimit.of(100, 1_000, 901);

        // then
        assertThatCode(() -> byFile.require(100)).doesNotThrowAnyException();
        assertRefused(() -> byFile.require(101), new UploadRefusal.FileTooLarge(100));
        assertThatCode(() -> byQuota.require(99)).doesNotThrowAnyException();
        assertRefused(() -> byQuota.require(100), new UploadRefusal.NoRoomForFile(99));
        assertRefused(() -> UploadLimit.of(100, 1_000, 2_000).require(1), new UploadRefusal.NoRoomForFile(0));
    }

    @Test
    void shouldAllowForTheRestOfTheFormAndForUnknownLengths() {
        // given
        UploadLimit limit = UploadLimit.of(100, 1_000, 0);

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
