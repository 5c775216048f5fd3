package org.healthpassport.objects.s3;

import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreKind;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ObjectStore;

/** Buckets of AWS S3, Supabase Storage, MinIO and others that speak its protocol. */
public final class S3Kind implements StoreKind {

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public String example() {
        return "s3://documents?region=eu-central-1";
    }

    @Override
    public ObjectStore open(StoreUrl url, StoreEnvironment environment) {
        S3Settings settings = S3Settings.of(url, environment);
        S3CallSettings patience = S3CallSettings.DEFAULT;
        return new S3ObjectStore(
                S3Clients.builder(settings, S3Credentials.of(environment), patience)
                        .build(),
                settings,
                patience);
    }
}
