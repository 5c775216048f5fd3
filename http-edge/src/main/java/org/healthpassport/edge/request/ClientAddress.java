package org.healthpassport.edge.request;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reduces an address to the part that identifies one client: for IPv6 the first 64 bits, as they belong to one
 * customer.
 */
public final class ClientAddress {
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int LONGEST = 64;

    private ClientAddress() {}

    /** Also accepts an address that a reverse proxy forwarded, which is unresolved and must not be looked up. */
    public static String of(@Nullable InetSocketAddress remote) {
        return resolve(remote) instanceof Inet6Address address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                : exactly(remote);
    }

    /** The whole address, as people write it; at most {@value #LONGEST} characters. */
    public static String exactly(@Nullable InetSocketAddress remote) {
        if (remote == null) {
            return "unknown";
        }
        InetAddress address = resolve(remote);
        String text = address == null ? remote.getHostString() : address.getHostAddress();
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private static @Nullable InetAddress resolve(@Nullable InetSocketAddress remote) {
        if (remote == null) {
            return null;
        }
        return remote.getAddress() == null
                ? NetUtil.createInetAddressFromIpAddressString(remote.getHostString())
                : remote.getAddress();
    }
}
