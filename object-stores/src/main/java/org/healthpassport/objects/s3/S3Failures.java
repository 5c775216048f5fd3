package org.healthpassport.objects.s3;

import java.util.regex.Pattern;
import org.healthpassport.objects.remote.StoreStatus;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreFull;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells what a failure of AWS' library means to whoever wanted to read or write. An answer has a status and, unless it is
 * one to HEAD, a code.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
final class S3Failures {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,60}");

    private S3Failures() {}

    static ObjectStoreFailure of(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answered(answer);
        }
        if (e instanceof S3Credentials.NoCredentials) {
            return new StoreRefused(
                    "Expected credentials of the object store, but there are none; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role of AWS.",
                    e);
        }
        return StoreStatus.unreachable(e);
    }

    /** The code of an answer; empty if it has none. */
    static String code(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code != null && CODE.matcher(code).matches() ? code : "";
    }

    private static ObjectStoreFailure answered(AwsServiceException answer) {
        String code = code(answer);
        return switch (code) {
            case "NoSuchBucket", "InvalidBucketName" ->
                refused("the bucket of the object store to exist", code, "create it or correct its name", answer);
            case "RequestTimeTooSkewed", "RequestExpired" ->
                refused("the clock of this machine to be right", code, "set it", answer);
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                refused("the bucket to lie in the region of the settings", code, "correct the region", answer);
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "ExpiredToken",
                    "InvalidToken",
                    "TokenRefreshRequired" ->
                refused("valid credentials of the object store", code, "correct them", answer);
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" ->
                refused("this service to have access to the bucket", code, "check bucket and rights", answer);
            case "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded" ->
                new StoreFull("Expected room in the object store, but it answered %s.".formatted(code), answer);
            // Statuses of the 4xx, but another attempt may succeed.
            case "RequestTimeout",
                    "OperationAborted",
                    "ConditionalRequestConflict",
                    "BadDigest",
                    "IncompleteBody",
                    "XAmzContentSHA256Mismatch",
                    "NoSuchUpload" ->
                new StoreUnavailable("Expected the object store to work, but it answered %s.".formatted(code), answer);
            default -> ofStatus(answer);
        };
    }

    private static ObjectStoreFailure ofStatus(AwsServiceException answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return new StoreUnavailable("Expected the object store to finish, but it answered an error.", answer);
        }
        if (status == 404 || (status >= 300 && status < 400)) {
            return refused("the endpoint to be that of an S3 store", String.valueOf(status), "correct it", answer);
        }
        return StoreStatus.failure(status, answer);
    }

    private static StoreRefused refused(String expectation, String code, String remedy, AwsServiceException answer) {
        return new StoreRefused(
                "Expected %s, but the object store answered %s; %s.".formatted(expectation, code, remedy), answer);
    }
}
