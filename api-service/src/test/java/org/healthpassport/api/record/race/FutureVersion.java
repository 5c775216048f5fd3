package org.healthpassport.api.record.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.race.Connection.Answer;
import org.healthpassport.api.record.race.Operation.Manner;
import org.healthpassport.api.record.race.Request.Kind;

/**
 * A change that says to have seen a version before there is one: its head is taken while the record is at version 1,
 * and its body is complete when somebody else has written version 2.
 */
final class FutureVersion {
    private FutureVersion() {}

    /**
     * @param port the port to which it is sent
     * @param othersPort the port to which version 2 is sent meanwhile
     */
    static void verify(SignedIn patient, int port, int othersPort) throws IOException {
        // given
        Round round = new Round(List.of(port, othersPort), List.of(patient));
        String recordId =
                round.ask(port, round.request(Kind.CREATE, patient, "", 0)).recordId();
        Request early = round.request(Kind.AMEND, patient, recordId, 2);
        try (Connection connection = Connection.to(port)) {
            long began = System.nanoTime();
            connection.send(early.head("Expect: 100-continue\r\n"));
            Optional<Answer> refusal = connection.awaitContinue();

            // when
            Operation second = round.ask(othersPort, round.request(Kind.AMEND, patient, recordId, 1));
            if (refusal.isPresent()) {
                round.keep(early, Manner.SLOW, began, refusal.get());
            } else {
                connection.send(early.body());
                round.keep(early, Manner.SLOW, began, connection);
            }

            // then
            assertThat(second.status()).isEqualTo(200);
            assertThat(RoundJudgement.faults(round)).isEmpty();
        }
    }
}
