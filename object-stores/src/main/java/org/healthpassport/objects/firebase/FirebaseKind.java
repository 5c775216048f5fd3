package org.healthpassport.objects.firebase;

import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreKind;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ObjectStore;

/** Buckets of Firebase projects. */
public final class FirebaseKind implements StoreKind {

    @Override
    public String scheme() {
        return "firebase";
    }

    @Override
    public String example() {
        return "firebase://my-project.firebasestorage.app";
    }

    @Override
    public ObjectStore open(StoreUrl url, StoreEnvironment environment) {
        return new FirebaseObjectStore(FirebaseSettings.of(url, environment));
    }
}
