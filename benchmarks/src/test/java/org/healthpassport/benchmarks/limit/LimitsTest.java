package org.healthpassport.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.healthpassport.benchmarks.limit.program.Program;
import org.healthpassport.benchmarks.result.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    @Test
    void shouldMeasureAllThatThisMachineHas(@TempDir Path scratch) throws Exception {
        // given
        boolean openssl = Program.missing(Program.OPENSSL, "version") == null;

        // when
        List<Limit> limits = Limits.atOnce().measure(scratch, null);

        // then
        assertThat(limits)
                .extracting(Limit::name)
                .containsExactly(
                        HttpLimit.EMPTY,
                        StoreLimits.INSERT,
                        StoreLimits.FIND,
                        BrokerLimit.SEND,
                        FileLimits.UPLOAD,
                        FileLimits.DOWNLOAD);
        assertThat(limits)
                .filteredOn(limit -> openssl || !limit.name().equals(FileLimits.UPLOAD))
                .allSatisfy(limit -> {
                    assertThat(limit.notMeasured()).isNull();
                    assertThat(limit.value()).isPositive();
                });
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void shouldSayWhyAProgramIsOfNoUse() {
        assertThat(Program.missing("no-such-program-anywhere", "version"))
                .isEqualTo("'no-such-program-anywhere' is not installed or does not work");
    }

    @Test
    void shouldShowLimitsThatFailWithTheReason() {
        // when
        List<Limit> limits = Limits.attempt(
                "/s",
                () -> {
                    throw new IllegalStateException("failed", new IOException("The store is away."));
                },
                "raw insert",
                "raw find");

        // then
        assertThat(limits)
                .containsExactly(
                        Limit.notMeasured("raw insert", "/s", "The store is away."),
                        Limit.notMeasured("raw find", "/s", "The store is away."));
    }
}
