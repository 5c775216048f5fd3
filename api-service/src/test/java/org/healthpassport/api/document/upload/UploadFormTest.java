package org.healthpassport.api.document.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.stream.DocumentKey;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;

class UploadFormTest {
    private static final String PDF = "%PDF-1.4\n";

    @TempDir
    Path folder;

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(Flux.concat(field("type", "OTHER")), new UploadRefusal.MissingPart("file")),
                arguments(Flux.concat(file("file", PDF)), new UploadRefusal.MissingPart("type")),
                arguments(Flux.concat(field("name", "x")), new UploadRefusal.UnknownPart()),
                arguments(
                        Flux.concat(field("title", "a"), field("title", "b")), new UploadRefusal.RepeatedPart("title")),
                arguments(Flux.concat(file("file", PDF), file("file", PDF)), new UploadRefusal.RepeatedPart("file")),
                arguments(Flux.concat(field("file", PDF)), new UploadRefusal.FileWithoutName()),
                arguments(Flux.concat(file("title", PDF)), new UploadRefusal.FieldIsFile()),
                arguments(Flux.concat(nameless()), new UploadRefusal.NamelessPart()),
                arguments(Flux.concat(file("file", PDF + "x".repeat(1_000))), new UploadRefusal.FileTooLarge(1_000)),
                arguments(
                        Flux.concat(field("type", "LAB_REPORT"), file("file", "MZ\0\0")),
                        new UploadRefusal.FileOfOtherType()),
                arguments(
                        Flux.concat(field("type", "LAB_REPORT"), file("file", "")),
                        InvalidInput.at("/file", "must not be empty")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseFormsThatAreNoUpload(Flux<PartEvent> parts, Refusal expected) throws IOException {
        // given
        UploadForm form = new UploadForm(
                new IncomingFile(
                        StagedFiles.at(folder.toUri()).begin("document"),
                        DocumentKey.generate(),
                        "document",
                        new UploadLimit(1_000),
                        fileBytes -> {}),
                () -> {},
                failure -> Assertions.fail("Expected to stage, but failed", failure));

        // when
        Refused refused = catchThrowableOfType(Refused.class, () -> {
            parts.doOnNext(form::accept).blockLast();
            form.finish();
        });
        form.close();

        // then
        assertThat(refused.refusal()).isEqualTo(expected);
    }

    private static Flux<PartEvent> field(String name, String value) {
        return FormPartEvent.create(name, value).cast(PartEvent.class).flux();
    }

    /** A client can send one, although no method of Spring makes one. */
    private static Flux<PartEvent> nameless() {
        return Flux.just(new FormPartEvent() {
            @Override
            public String value() {
                return "value";
            }

            @Override
            public HttpHeaders headers() {
                return new HttpHeaders();
            }

            @Override
            public DataBuffer content() {
                return DefaultDataBufferFactory.sharedInstance.wrap(new byte[0]);
            }

            @Override
            public boolean isLast() {
                return true;
            }
        });
    }

    private static Flux<PartEvent> file(String name, String content) {
        return FilePartEvent.create(
                        name,
                        "report.pdf",
                        MediaType.APPLICATION_PDF,
                        Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(
                                content.getBytes(StandardCharsets.ISO_8859_1))))
                .cast(PartEvent.class);
    }
}
