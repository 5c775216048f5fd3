package org.healthpassport.embedded.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.h2.mvstore.MVMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.healthpassport.embedded.store.disk.BallastFile;
import org.healthpassport.embedded.store.disk.OutOfDiskSpace;
import org.healthpassport.embedded.store.disk.RetryingFilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class FailingDiskTest {
    private static final FillingDisk DISK = new FillingDisk();

    @TempDir
    Path folder;

    @BeforeEach
    void register() {
        FilePath.register(DISK);
        FillingDisk.full = () -> false;
    }

    @AfterEach
    void unregister() {
        FilePath.unregister(DISK);
    }

    @Test
    void shouldRefuseWritesFromAFullDiskOnAndKeepWhatWasAcknowledged() {
        // given
        String path = folder.resolve("store").toString();
        StoreFile file = StoreFile.open("filling:" + path, () -> true);
        MVMap<String, String> map = file.store().openMap("data");
        GroupCommit commits = new GroupCommit(file, failure -> {});
        commits.writeAlone(() -> map.put("acknowledged", "yes"));

        // when
        FillingDisk.full = () -> true;
        assertThatThrownBy(() -> commits.writeAlone(() -> map.put("refused", "yes")))
                .isInstanceOf(StoreFailed.class);
        FillingDisk.full = () -> false;

        // then
        assertThatThrownBy(() -> commits.writeAlone(() -> "later")).isInstanceOf(StoreFailed.class);
        commits.close();
        file.close();
        try (StoreFile again = StoreFile.open(path, () -> true)) {
            assertThat(again.store().<String, String>openMap("data")).containsOnlyKeys("acknowledged");
        }
    }

    @Test
    void shouldGiveUpTheSpaceKeptBackAndGoOn() throws IOException {
        // given
        String path = folder.resolve("store").toString();
        BallastFile ballast = new BallastFile(folder);
        ballast.reserve();
        StoreFile file = StoreFile.open(RetryingFilePath.name("filling:" + path, ballast), () -> true);
        MVMap<String, String> map = file.store().openMap("data");
        List<Throwable> failures = new ArrayList<>();
        GroupCommit commits = new GroupCommit(file, failures::add);

        // when the disk is full but for what is kept back
        FillingDisk.full = ballast::exists;
        commits.writeAlone(() -> map.put("spared", "yes"));

        // then
        assertThat(ballast.exists()).isFalse();
        assertThat(failures).isEmpty();

        // when it is full for good
        FillingDisk.full = () -> true;
        assertThatThrownBy(() -> commits.writeAlone(() -> map.put("refused", "yes")))
                .isInstanceOfSatisfying(
                        StoreFailed.class,
                        failed -> assertThat(failed.getCode()).isEqualTo(OutOfDiskSpace.CODE));

        // then
        commits.close();
        assertThat(failures).hasSize(1);
        file.close();
        FillingDisk.full = () -> false;
        try (StoreFile again = StoreFile.open(path, () -> true)) {
            assertThat(again.store().<String, String>openMap("data")).containsOnlyKeys("spared");
        }
    }

    /** A file system of H2's that runs out of space when told so; public because H2 makes instances by reflection. */
    public static final class FillingDisk extends FilePathWrapper {
        static volatile BooleanSupplier full = () -> false;

        @Override
        public String getScheme() {
            return "filling";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            FileChannel channel = super.open(mode);
            return new FileBaseDefault() {
                @Override
                public long size() throws IOException {
                    return channel.size();
                }

                @Override
                public int read(ByteBuffer target, long position) throws IOException {
                    return channel.read(target, position);
                }

                @Override
                public int write(ByteBuffer source, long position) throws IOException {
                    if (full.getAsBoolean()) {
                        throw new IOException("No space left on device");
                    }
                    return channel.write(source, position);
                }

                @Override
                protected void implTruncate(long size) throws IOException {
                    channel.truncate(size);
                }

                @Override
                public void force(boolean metaData) throws IOException {
                    channel.force(metaData);
                }

                @Override
                public FileLock tryLock(long position, long size, boolean shared) throws IOException {
                    return channel.tryLock(position, size, shared);
                }

                @Override
                protected void implCloseChannel() throws IOException {
                    channel.close();
                }
            };
        }
    }
}
