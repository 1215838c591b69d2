// stub
@main struct StageFigures { static func main() {} }
