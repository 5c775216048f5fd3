package org.healthpassport.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.benchmarks.result.Calibration;
import org.junit.jupiter.api.Test;

class CalibrationsTest {
    @Test
    void shouldReadBytesInASecond() {
        assertThat(Calibrations.bytes("sha256", "+H:16384\n+F:6:sha256:1698838755.56\n"))
                .containsExactly(new Calibration("openssl speed sha256", 1698.83875556, "MB/s"));
        assertThat(Calibrations.bytes("aes-256-gcm", "+H:16384\n+F:25:AES-256-GCM:4922788378.95\n"))
                .containsExactly(new Calibration("openssl speed aes-256-gcm", 4922.78837895, "MB/s"));
    }

    @Test
    void shouldReadSignaturesInASecond() {
        assertThat(Calibrations.signatures("+F4:3:256:45797.727273:14980.851064\n"))
                .containsExactly(
                        new Calibration("openssl speed ecdsap256 (sign)", 45797.727273, "/s"),
                        new Calibration("openssl speed ecdsap256 (verify)", 14980.851064, "/s"));
    }

    @Test
    void shouldTakeNothingFromOutputThatItDoesNotKnow() {
        assertThat(Calibrations.bytes("sha256", "sha256: unknown option")).isEmpty();
        assertThat(Calibrations.signatures("")).isEmpty();
    }
}
