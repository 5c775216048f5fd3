package org.healthpassport.objects.firebase;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds out if a newer firebase-admin brings something by another way; the other tests find out if something is missing. */
class FirebaseLibrariesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.google.cloud.firestore.Firestore",
                "com.google.cloud.opentelemetry.metric.GoogleCloudMetricExporter",
                "com.google.storage.v2.StorageClient",
                "io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder",
                "io.grpc.xds.XdsChannelCredentials",
                "io.netty.handler.codec.http.HttpObject",
                "org.apache.commons.logging.Log",
                "org.apache.http.client.HttpClient",
                "org.conscrypt.Conscrypt"
            })
    void shouldDoWithoutLibrariesThatStorageOverHttpDoesNotNeed(String type) {
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Class.forName(type));
    }
}
