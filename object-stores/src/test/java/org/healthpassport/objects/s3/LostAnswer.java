package org.healthpassport.objects.s3;

import org.healthpassport.objects.remote.FaultyLine;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Cuts the answer to the request that makes an object, so that the client has to repeat it. */
final class LostAnswer implements ExecutionInterceptor {
    private final FaultyLine line;
    private final String name;
    private volatile boolean happened;

    LostAnswer(FaultyLine line, String name) {
        this.line = line;
        this.name = name;
    }

    void addTo(S3ClientBuilder client) {
        client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    boolean happened() {
        return happened;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (makesTheObject(context.request())) {
            happened = true;
            line.cutAnswers(1, 1);
        }
    }

    private boolean makesTheObject(SdkRequest request) {
        return request instanceof PutObjectRequest put && put.key().equals(name)
                || request instanceof CompleteMultipartUploadRequest complete
                        && complete.key().equals(name);
    }
}
