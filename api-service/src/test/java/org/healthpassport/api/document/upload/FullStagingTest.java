package org.healthpassport.api.document.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.disk.DiskRefusal;
import org.healthpassport.api.document.DocumentFailure;
import org.healthpassport.vault.staging.CommittedFile;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagingFull;
import org.healthpassport.vault.stream.DocumentKey;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;

class FullStagingTest {
    private static final int MUCH = 1 << 20;

    private final List<Throwable> told = new ArrayList<>();
    private Runnable requireRoom = () -> {};

    @Test
    void shouldRefuseWithStorageFullInTheMiddleOfAnUploadAndDiscardIt() throws IOException {
        // given
        FillingFile staged = new FillingFile(10_000);
        UploadForm form = form(staged);

        // then
        assertStorageFull(() -> form.accept(file(MUCH)));
        form.close();
        assertThat(staged.discarded).isTrue();
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldRefuseWithStorageFullAtTheEndOfAnUpload() throws IOException {
        // given
        FillingFile staged = new FillingFile(2 * MUCH);
        UploadForm form = form(staged);
        form.accept(field("type", "LAB_REPORT"));
        form.accept(file(MUCH));

        // then
        assertStorageFull(form::finish);
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldEndAnUploadThatIsUnderWayWhenTheDiskGetsLow() throws IOException {
        // given
        UploadForm form = form(new FillingFile(4 * MUCH));
        form.accept(field("type", "LAB_REPORT"));
        form.accept(file(MUCH));

        // when somebody else fills the disk
        requireRoom = () -> {
            throw new DiskRefusal.NoUploads().asException();
        };

        // then
        assertThatThrownBy(() -> form.accept(file(MUCH)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(new DiskRefusal.NoUploads()));
        assertThat(told).isEmpty();
    }

    private UploadForm form(StagedFile staged) throws IOException {
        return new UploadForm(
                new IncomingFile(
                        staged, DocumentKey.generate(), "document", new UploadLimit(2 * MUCH), fileBytes -> {}),
                () -> requireRoom.run(),
                told::add);
    }

    private static void assertStorageFull(ThrowingCallable upload) {
        assertThatThrownBy(upload)
                .isInstanceOfSatisfying(
                        DocumentFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(DocumentFailure.Reason.STAGING_FULL));
    }

    private static PartEvent file(int size) {
        byte[] pdf = new byte[size];
        System.arraycopy("%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII), 0, pdf, 0, 9);
        return FilePartEvent.create(
                        "file",
                        "report.pdf",
                        MediaType.APPLICATION_PDF,
                        Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(pdf)))
                .filter(event -> event.content().readableByteCount() > 0)
                .blockFirst();
    }

    private static PartEvent field(String name, String value) {
        return FormPartEvent.create(name, value).block();
    }

    /** A staged file on a disk with room for so many bytes, but none to commit it. */
    private static final class FillingFile implements StagedFile, WritableByteChannel {
        private long room;
        private boolean discarded;

        FillingFile(long room) {
            this.room = room;
        }

        @Override
        public WritableByteChannel channel() {
            return this;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > room) {
                throw new IOException("No space left on device");
            }
            int written = bytes.remaining();
            room -= written;
            bytes.position(bytes.limit());
            return written;
        }

        @Override
        public CommittedFile commit() {
            throw new StagingFull(
                    "Expected room for a staged file, but the disk is full.",
                    new IOException("No space left on device"));
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            discarded = true;
        }
    }
}
