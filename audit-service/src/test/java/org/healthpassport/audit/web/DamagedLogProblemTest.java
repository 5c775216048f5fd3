package org.healthpassport.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;

class DamagedLogProblemTest {
    private final DamagedLogProblem translation = new DamagedLogProblem();

    @Test
    void shouldTellDamagedLogFromOneThatIsAway() {
        assertThat(translation.problemOf(new DamagedLogFile(LogFile.parse("tile/entries/000"), "is missing")))
                .hasValueSatisfying(problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.INTERNAL_ERROR);
                    assertThat(problem.detail()).contains("verify the log").doesNotContain("tile/entries");
                });
        assertThat(translation.problemOf(new IOException("away"))).isEmpty();
    }
}
