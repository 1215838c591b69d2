import ArgumentParser
import AsyncHTTPClient
import Collector
@main struct Main: AsyncParsableCommand { func run() async throws {} }
