// What is measured of calls.

package import CallGraph

/// Something that is counted or measured of one call, by its route.
package enum CallMeasure: Sendable, Equatable {
    /// An attempt was answered or failed.
    case attempt(Outcome)
    /// Seconds from INVITE to 2xx.
    case setup(seconds: Double)
    /// Seconds from INVITE until the caller was told that it rings, or, without that, how it ended: RFC 6076's
    /// session request delay.
    case requestDelay(seconds: Double, isSuccess: Bool)
    /// Seconds that it rang.
    case ringing(seconds: Double)
    /// Seconds from 2xx to BYE.
    case talk(seconds: Double)
    /// Seconds from BYE to its answer, and whether that was a 2xx.
    case disconnect(seconds: Double, isComplete: Bool)
    /// It was tried at another target after one had failed.
    case failover
}

/// A call that stands as an example of what is counted.
package struct CallExample: Sendable, Equatable {
    /// Its name.
    package var call: CallIdentifier
    /// When what is counted came in.
    package var received: Timestamp
}
