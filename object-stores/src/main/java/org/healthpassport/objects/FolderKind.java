package org.healthpassport.objects;

import java.time.Clock;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreKind;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.durable.FileUrl;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;

/** Folders of a disk, made where they are missing. */
final class FolderKind implements StoreKind {

    @Override
    public String scheme() {
        return "file";
    }

    @Override
    public String example() {
        return "file:/var/lib/health-passport/objects";
    }

    @Override
    public ObjectStore open(StoreUrl url, StoreEnvironment environment) {
        return new FileSystemObjectStore(FileUrl.toPath(url.uri(), url.setting()), Clock.systemUTC());
    }
}
