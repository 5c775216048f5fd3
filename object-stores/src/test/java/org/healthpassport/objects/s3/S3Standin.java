package org.healthpassport.objects.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.healthpassport.objects.kind.StoreEnvironment;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** An S3 store on loopback, which checks signatures and keeps its objects in a folder. */
public final class S3Standin implements AutoCloseable {
    /** The bucket that there is from the start. */
    public static final String BUCKET = "documents";

    private static final String ACCESS_KEY_ID = "stand-in";
    private static final String SECRET_ACCESS_KEY = "a secret of the stand-in";
    private static final String PATH_OF_SUPABASE = "/storage/v1/s3";

    private final BlobStore objects;
    private final S3Proxy server;
    private final String path;

    private S3Standin(BlobStore objects, String path) throws IOException {
        this.objects = objects;
        this.path = path;
        this.server = S3Proxy.builder()
                .blobStore(objects)
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .servicePath(path)
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("Expected the stand-in to start, but it failed.", e);
        }
        createBucket(BUCKET);
    }

    /** Starts a store that honours conditions of writes, as AWS and MinIO do. */
    public static S3Standin start(Path folder) throws IOException {
        return new S3Standin(objectsIn(folder), "");
    }

    /** Starts a store below a path that looks at no condition; Supabase does not look at those of writes. */
    public static S3Standin startWithoutConditions(Path folder) throws IOException {
        return new S3Standin(new Unconditional(objectsIn(folder)), PATH_OF_SUPABASE);
    }

    public int port() {
        return server.getPort();
    }

    /** The endpoint. */
    public String url() {
        return urlThrough(port());
    }

    /** The endpoint behind another port. */
    String urlThrough(int port) {
        return "http://127.0.0.1:" + port + path;
    }

    /** The value of {@code STORAGE_URL}. */
    public String storageUrl() {
        return "s3://" + BUCKET + "?endpoint=" + url();
    }

    /** The credentials. */
    public StoreEnvironment environment() {
        return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)::get;
    }

    /** Makes a bucket, unless there is one of that name. */
    public void createBucket(String bucket) {
        if (!objects.containerExists(bucket)) {
            objects.createContainer(bucket);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("Expected the stand-in to stop, but it failed.", e);
        } finally {
            objects.close();
        }
    }

    private static BlobStore objectsIn(Path folder) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", Files.createDirectories(folder).toString());
        return new FlatNames(BlobStores.create("filesystem", properties));
    }

    /** Looks neither at {@code If-None-Match} nor at {@code If-Match}. */
    private static final class Unconditional extends ForwardingBlobStore {

        private Unconditional(BlobStore objects) {
            super(objects);
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
            return super.putBlob(request.toBuilder().ifNoneMatch(null).build(), bytes);
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
            return super.getBlob(request.toBuilder().ifMatch(null).build());
        }

        @Override
        public CompleteMultipartUploadResponse completeMultipartUpload(
                MultipartUpload upload, CompleteMultipartUploadRequest request) {
            return super.completeMultipartUpload(
                    upload, request.toBuilder().ifNoneMatch(null).build());
        }
    }
}
