package org.healthpassport.api.goqr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class PictureIntakeTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    @Test
    void shouldGiveBackTheMemoryOfWhatIsAnsweredOrGivenUp() {
        // given
        PictureIntake intake = new PictureIntake(1_000);

        // when
        CompletableFuture<String> half = intake.receive(picture(600).concatWith(Flux.never()), form -> Mono.just(""))
                .toFuture();

        // then
        assertThat(read(intake, 400)).isEqualTo("read");
        assertThat(read(intake, 400)).isEqualTo("read");
        assertThat(refusal(intake.receive(picture(401), form -> Mono.just("read"))))
                .isEqualTo(ProblemType.UNAVAILABLE);

        // when
        half.cancel(true);

        // then
        assertThat(read(intake, 1_000)).isEqualTo("read");
    }

    private static String read(PictureIntake intake, int bytes) {
        return intake.receive(picture(bytes), form -> Mono.just("read")).block(WITHIN);
    }

    private static ProblemType refusal(Mono<?> received) {
        return catchThrowableOfType(ProblemException.class, () -> received.block(WITHIN))
                .problem()
                .type();
    }

    private static Flux<PartEvent> picture(int bytes) {
        return FilePartEvent.create(
                        "file",
                        "a.png",
                        MediaType.IMAGE_PNG,
                        Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[bytes])))
                .cast(PartEvent.class);
    }
}
